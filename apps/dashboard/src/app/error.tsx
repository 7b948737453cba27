'use client';

/** A mistake of ours on the page. The data are not affected. */
export default function PageError({ reset }: { readonly reset: () => void }) {
  return (
    <main id="main" className="message">
      <h1>This page broke</h1>
      <p>That is a mistake of the page; the data are safe.</p>
      <button type="button" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
