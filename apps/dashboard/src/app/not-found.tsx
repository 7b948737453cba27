import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main id="main" className="message">
      <h1>There is nothing here</h1>
      <p>
        Go to the <a href="/">overview</a>.
      </p>
    </main>
  );
}
