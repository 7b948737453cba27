import { headers } from 'next/headers';
import { Overview } from '../components/overview.tsx';
import { PipelineStrip } from '../components/pipeline-strip.tsx';
import { overviewSections } from '../panels/overview.ts';

export default async function OverviewPage() {
  const asked = await headers();
  const origin = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? 'localhost:3000'}`;
  return (
    <main id="main">
      <h1 className="visually-hidden">Overview of all streams</h1>
      <Overview sections={overviewSections()} origin={origin}>
        <PipelineStrip />
      </Overview>
    </main>
  );
}
