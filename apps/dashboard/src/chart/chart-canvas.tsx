import type { KeyboardEvent, RefObject } from 'react';

interface ChartCanvasProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** What the chart shows, and which keys it knows. */
  readonly label: string;
  /** What the keyboard has reached, for a screen reader. */
  readonly spoken: string;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The keyboard goes elsewhere. */
  readonly onLeave: () => void;
}

/** What a chart is drawn on: a picture with a name, which can be walked with the keyboard and says where one is. */
export function ChartCanvas({ canvas, label, spoken, onKeyDown, onLeave }: ChartCanvasProps) {
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={onLeave}
      />
      <span className="visually-hidden" aria-live="polite">
        {spoken}
      </span>
    </>
  );
}
