import { realFrames } from './real-frames.ts';

test('a real frame is JSON of about 2 KB and 22 fields, with its own time and user', () => {
  const textOf = realFrames(1);
  for (let index = 0; index < 256; index += 1) {
    const text = textOf(index, 1_735_689_600 + index, `user-${index}`);
    const frame = JSON.parse(text) as Record<string, unknown>;
    expect(frame).toMatchObject({ ts: 1_735_689_600 + index, uid: `user-${index}`, channel: 'web' });
    // One key comes twice.
    expect(Object.keys(frame)).toHaveLength(21);
    expect(Buffer.byteLength(text)).toBeGreaterThan(1_700);
    expect(Buffer.byteLength(text)).toBeLessThan(2_600);
  }
});
