import { withAlpha } from './chart-look.ts';

const tile = 6;

/** Diagonal lines on a light ground: how a value looks that may still change. Falls back to the light ground alone. */
export function hatch(colour: string, ground = 0.14, line = 0.75): CanvasPattern | string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = tile;
  const context = canvas.getContext('2d');
  if (context === null) return withAlpha(colour, 0.35);
  context.fillStyle = withAlpha(colour, ground);
  context.fillRect(0, 0, tile, tile);
  context.strokeStyle = withAlpha(colour, line);
  context.lineWidth = 1.25;
  context.beginPath();
  for (const shift of [-tile, 0, tile]) {
    context.moveTo(shift - 1, tile + 1);
    context.lineTo(shift + tile + 1, -1);
  }
  context.stroke();
  return context.createPattern(canvas, 'repeat') ?? withAlpha(colour, 0.35);
}
