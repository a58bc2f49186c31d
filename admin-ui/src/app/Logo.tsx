/** Slabs of stone, one on the other: the same drawing as public/favicon.svg. */
export function Logo() {
  return (
    <span className="q-logo">
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path className="q-logo__low" d="M4 22.5 16 29l12-6.500v-5L16 24 4 17.500z" />
        <path className="q-logo__mid" d="M4 15.500 16 22l12-6.500v-5L16 17 4 10.500z" />
        <path className="q-logo__top" d="M16 2 4 8.500 16 15l12-6.500z" />
      </svg>
      <span className="q-logo__word">Quarry</span>
    </span>
  );
}
