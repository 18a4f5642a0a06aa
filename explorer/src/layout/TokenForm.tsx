import { useState, type FormEvent } from 'react';
import { writeToken } from '../api/token.js';

/** Asks for a token, which is kept for this tab alone. */
export function TokenForm({ wasRefused }: { wasRefused: boolean }) {
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() !== '') writeToken(value.trim());
  };
  return (
    <form className="card token-form" onSubmit={submit}>
      <h1>This service asks for a token</h1>
      <p className="muted">
        Whoever runs it makes one with <code>npm run token</code>. It is kept until this tab is closed, and
        never part of an address.
      </p>
      {wasRefused && (
        <p className="field-error" role="alert">
          The service does not know this token.
        </p>
      )}
      <label className="field">
        <span>Token</span>
        <input
          type="password"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </label>
      <button type="submit" className="primary" disabled={value.trim() === ''}>
        Come in
      </button>
    </form>
  );
}
