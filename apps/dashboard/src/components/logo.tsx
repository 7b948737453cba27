/** Water coming down over a low dam. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="7" className="logo-ground" />
      <path
        className="logo-water"
        d="M4 9.5c3 0 3 1.6 6 1.6 2.6 0 3.6 1.3 4.4 4.2.8 3 2 4.7 4.6 4.7 2.5 0 2.5 1.6 5 1.6"
      />
      <path className="logo-water faint" d="M4 14c3 0 3 1.6 5.6 1.6M19.6 16c2 0 2.4 1.6 4.4 1.6" />
    </svg>
  );
}
