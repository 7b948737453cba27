import type { Command } from 'commander';
import { createProgram } from './program.ts';

const { commands } = createProgram();

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text;
};

test.each(commands.map((command) => [command.name(), command] as const))(
  '%s: its help has --json and the exit codes, and every option says what it is for',
  (_name, command) => {
    const help = helpOf(command);
    expect(help).toContain('--json');
    expect(help).toContain('Exit codes:');
    expect(command.options.every(({ description }) => description !== '')).toBe(true);
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  },
);

test('the demo has a rate for every stream that takes part', () => {
  const demo = commands.find((command) => command.name() === 'demo');
  expect(demo?.options.map(({ long }) => long)).toEqual(
    expect.arrayContaining(['--rate-transactions', '--rate-frames']),
  );
});
