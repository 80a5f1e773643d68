/** For each sign of `stored` whether `asked` has it too, by the alignment that differs least. */
export function sameSigns(asked: string, stored: string): boolean[] {
  const width = stored.length + 1;
  const far = new Uint16Array((asked.length + 1) * width);
  const at = (i: number, j: number) => far[i * width + j] ?? 0;
  for (let i = 0; i <= asked.length; i++) {
    for (let j = 0; j <= stored.length; j++) {
      far[i * width + j] =
        i === 0 || j === 0
          ? i + j
          : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (asked[i - 1] === stored[j - 1] ? 0 : 1));
    }
  }
  const same = new Array<boolean>(stored.length).fill(false);
  let i = asked.length;
  let j = stored.length;
  while (i > 0 && j > 0) {
    const equal = asked[i - 1] === stored[j - 1];
    if (at(i, j) === at(i - 1, j - 1) + (equal ? 0 : 1)) {
      same[j - 1] = equal;
      i -= 1;
      j -= 1;
    } else if (at(i, j) === at(i, j - 1) + 1) j -= 1;
    else i -= 1;
  }
  return same;
}
