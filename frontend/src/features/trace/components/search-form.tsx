"use client";

import { Box, Button, Flex, Spinner, Text, Textarea } from "@chakra-ui/react";
import { useRef, useState, type ClipboardEvent, type DragEvent, type FormEvent, type RefObject } from "react";
import { useTranslations } from "use-intl";

import { CloseIcon, PhotoIcon, SearchIcon, TableIcon } from "@/components/icons";

type Props = {
  /** What is in the box; it starts from the searched text and goes its own way while typing. */
  value: string;
  onValue: (text: string) => void;
  onSearch: (text: string) => void;
  onTable: (file: File) => void;
  onPhoto: (file: File) => void;
  busy: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
};

const LONGEST_SHOWN = 20_000;

/** Not every computer knows what these are, and then a browser gives no type. */
const PHOTO_NAMES = /\.(heic|heif|avif|jpe?g|png|webp|bmp|tiff?)$/i;

const TABLE_TYPES = ".csv,.tsv,.txt,.xlsx,.xls";

/** The big box: codes in any form, a table or a photo dropped or pasted into it. Enter searches, Shift+Enter breaks. */
export function SearchForm({ value, onValue, onSearch, onTable, onPhoto, busy, field }: Props) {
  const t = useTranslations("trace.search");
  const [over, setOver] = useState(false);
  // A table may bring 200,000 codes: that many lines would stop the browser, so only the first are shown.
  const isLong = value.length > LONGEST_SHOWN;

  function take(files: FileList): boolean {
    const file = files[0];
    if (!file) return false;
    if (file.type.startsWith("image/") || PHOTO_NAMES.test(file.name)) onPhoto(file);
    else onTable(file);
    return true;
  }

  function drop(event: DragEvent) {
    setOver(false);
    if (take(event.dataTransfer.files)) event.preventDefault();
  }

  function paste(event: ClipboardEvent) {
    if (take(event.clipboardData.files)) event.preventDefault();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    onSearch(value);
  }

  return (
    <Box
      as="form"
      role="search"
      onSubmit={submit}
      onDragOver={(event: DragEvent) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      bg="bg.panel"
      borderWidth="1px"
      borderColor={over ? "brand.solid" : "border.emphasized"}
      rounded="lg"
      _focusWithin={{ borderColor: "brand.solid", boxShadow: "0 0 0 1px {colors.brand.solid}" }}
    >
      <Textarea
        ref={field}
        value={isLong ? `${value.slice(0, 2_000)}\n…` : value}
        readOnly={isLong}
        onChange={(event) => onValue(event.target.value)}
        onPaste={paste}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
          // `/` leads here from everywhere, so pressed once more it is no part of a code.
          if (event.key === "/" && isUntouched(event.currentTarget)) event.preventDefault();
        }}
        aria-label={t("label")}
        placeholder={t("placeholder")}
        autoFocus
        rows={1}
        resize="none"
        border="none"
        outline="none"
        _focusVisible={{ outline: "none" }}
        fontSize={{ base: "md", md: "lg" }}
        fontFamily={value ? "mono" : "body"}
        lineHeight="1.5"
        px="4"
        pt="3"
        pb="1"
        maxH="40"
        overflowY="auto"
        spellCheck={false}
        autoCapitalize="off"
        css={{ fieldSizing: "content", minHeight: "3rem" }}
      />
      <Flex align="center" gap="1" px="2" pb="2" wrap="wrap">
        <FileButton accept={TABLE_TYPES} onFile={onTable} label={t("table")} icon={<TableIcon />} />
        <FileButton accept="image/*" onFile={onPhoto} label={t("photo")} icon={<PhotoIcon />} />
        {isLong && (
          <Button type="button" size="sm" variant="ghost" colorPalette="gray" onClick={() => onValue("")}>
            <CloseIcon /> {t("clear")}
          </Button>
        )}
        <Text color="fg.subtle" fontSize="xs" display={{ base: "none", md: "block" }} ml="1" flex="1" minW="0" truncate>
          {over ? t("drop") : t("hint")}
        </Text>
        <Button type="submit" size="sm" ml="auto" minW="24" disabled={value.trim() === ""}>
          {busy ? <Spinner size="xs" /> : <SearchIcon />} {t("submit")}
        </Button>
      </Flex>
    </Box>
  );
}

/** Empty, or all selected: the next character starts a new text. */
function isUntouched({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): boolean {
  return selectionStart === 0 && selectionEnd === value.length;
}

type FileButtonProps = { accept: string; label: string; icon: React.ReactNode; onFile: (file: File) => void };

function FileButton({ accept, label, icon, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button type="button" size="sm" variant="ghost" colorPalette="gray" color="fg.muted" onClick={() => input.current?.click()}>
        {icon} {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
