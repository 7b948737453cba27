import { saveFile } from './save-file.ts';

/** A chart's canvas as a PNG on the page's own ground, with its title above. */
export function saveChart(canvas: HTMLCanvasElement, title: string, name: string): void {
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const head = 34 * scale;
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height + head;
  const context = copy.getContext('2d');
  if (context === null) return;
  const style = getComputedStyle(canvas.closest('.panel') ?? document.body);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, copy.width, copy.height);
  context.fillStyle = style.color;
  context.font = `600 ${14 * scale}px ${style.fontFamily}`;
  context.fillText(title, 10 * scale, 22 * scale);
  context.drawImage(canvas, 0, head);
  copy.toBlob((blob) => blob && saveFile(name, blob), 'image/png');
}
