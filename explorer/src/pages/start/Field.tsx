import { useId, type ReactElement, type ReactNode, cloneElement } from 'react';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it; nothing unless given. */
  readonly fault: string | undefined;
  readonly children: ReactElement<Record<string, unknown>>;
}

/** A field of the form, with what is wrong with it below. */
export function Field({ label, hint, fault, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, {
        id,
        ...(described !== '' && { 'aria-describedby': described }),
        ...(fault && { 'aria-invalid': true }),
      })}
      {hint && (
        <small id={`${id}-hint`} className="field-hint">
          {hint}
        </small>
      )}
      {fault && (
        <small id={`${id}-fault`} className="field-error">
          {fault}
        </small>
      )}
    </div>
  );
}
