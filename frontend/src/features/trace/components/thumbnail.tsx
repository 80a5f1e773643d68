import { media } from "../api/media";
import styles from "./thumbnail.module.css";

/** The event's picture, or a sign where there is none. The name of the event stands beside it, so it needs no text. */
export function Thumbnail({ eventId, load, small = false }: { eventId: string; load: boolean; small?: boolean }) {
  return (
    <div className={small ? `${styles.frame} ${styles.small}` : styles.frame}>
      {load && <Picture src={media.thumbnail(eventId)} />}
    </div>
  );
}

/** A picture that leaves what is behind it to be seen where it does not come. */
export function Picture({ src, low = false }: { src: string; low?: boolean }) {
  return (
    // eslint-disable-next-line @next/next/no-img-element -- the server makes it in the size that is shown
    <img
      src={src}
      alt=""
      decoding="async"
      fetchPriority={low ? "low" : "auto"}
      onError={(event) => {
        event.currentTarget.style.visibility = "hidden";
      }}
    />
  );
}
