const BLACKED_OUT = /(█+)/;

/** Text of a thread, as it is: what was blacked out in it is shown, and told, as such. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <div className={className} dir="auto">
      {text.split(BLACKED_OUT).map((part, index) =>
        index % 2 === 1 ? (
          <span
            key={index}
            className="blacked-out"
            role="img"
            aria-label={`${part.length} characters blacked out`}
          >
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </div>
  );
}
