import kafkajs from 'kafkajs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** The header of the framing that the Java client puts around snappy (xerial): magic, version, compatible version. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

async function unsnappy(bytes: Buffer): Promise<Buffer> {
  const { uncompress } = (await import('snappyjs')).default;
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return Buffer.from(uncompress(bytes));
  const blocks: Buffer[] = [];
  let at = xerialHeaderBytes;
  while (at + 4 <= bytes.length) {
    const length = bytes.readInt32BE(at);
    blocks.push(Buffer.from(uncompress(bytes.subarray(at + 4, at + 4 + length))));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

async function unlz4(bytes: Buffer): Promise<Buffer> {
  const { decompress } = (await import('lz4js')).default;
  return Buffer.from(decompress(bytes));
}

async function unzstd(bytes: Buffer): Promise<Buffer> {
  const { decompress } = await import('fzstd');
  return Buffer.from(decompress(bytes));
}

const readOnly = (decompress: (bytes: Buffer) => Promise<Buffer>) => () => ({
  compress: async () => {
    throw new Error('Weir writes no compressed batches');
  },
  decompress,
});

/**
 * Teaches kafkajs to read what others have compressed with snappy, lz4 and zstd; gzip it knows. Pure JavaScript, loaded
 * when the first such batch is met.
 */
export function readAllCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = readOnly(unsnappy);
  CompressionCodecs[CompressionTypes.LZ4] = readOnly(unlz4);
  CompressionCodecs[CompressionTypes.ZSTD] = readOnly(unzstd);
}
