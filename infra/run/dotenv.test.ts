import { parseDotenv } from './dotenv.mjs';

test('reads names and values, and skips comments', () => {
  const text = ['# ports', 'KAFKA_PORT=19092', ' export A = 1 # one', '# B=2', 'not a setting'].join('\n');
  expect(parseDotenv(text)).toEqual({ KAFKA_PORT: '19092', A: '1' });
});

test('takes quotes off and keeps what is in them', () => {
  expect(parseDotenv(`A="x # y"\nB='z'\nC=\nD=a#b`)).toEqual({ A: 'x # y', B: 'z', C: '', D: 'a#b' });
});
