import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Copy, DockerfileParser, From, JSONInstruction } from 'dockerfile-ast';
import { workspaceFolder } from '@weir/local';

/** What one `COPY` copies: from the build's context, or from another stage. */
export interface CopyStep {
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export interface Stage {
  readonly name: string;
  /** The image or the stage that it starts from. */
  readonly base: string;
  readonly copies: readonly CopyStep[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly workdir: string | undefined;
  readonly runs: readonly string[];
  /** The words of `CMD`. */
  readonly command: readonly string[] | undefined;
  readonly healthcheck: string | undefined;
}

const args = (instruction: { getArguments(): { getValue(): string }[] }) =>
  instruction.getArguments().map((one) => one.getValue());

/** The stages of a Dockerfile, with the values of its build arguments put in. */
export function readStages(file: string, values: Readonly<Record<string, string>> = {}): Stage[] {
  const dockerfile = DockerfileParser.parse(readFileSync(join(workspaceFolder, file), 'utf8'));
  const known: Record<string, string> = { ...values };
  for (const one of dockerfile.getARGs()) {
    const property = one.getProperty();
    const value = property?.getValue();
    if (property && value) known[property.getName()] ??= value;
  }
  const filled = (text: string) => text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => known[name] ?? all);
  const stages: Stage[] = [];
  let current: { -readonly [K in keyof Stage]: Stage[K] } | undefined;
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction instanceof From) {
      const base = filled(instruction.getImage() ?? '');
      const parent = stages.find(({ name }) => name === base);
      current = {
        runs: [],
        copies: [],
        env: {},
        user: undefined,
        workdir: undefined,
        command: undefined,
        healthcheck: undefined,
        ...parent,
        name: instruction.getBuildStage() ?? '',
        base,
      };
      stages.push(current);
    }
    if (current === undefined) continue;
    const words = args(instruction).map(filled);
    const keyword = instruction.getKeyword();
    if (instruction instanceof Copy) {
      const from = instruction.getFromFlag()?.getValue() ?? undefined;
      const step = { from, sources: words.slice(0, -1), target: words.at(-1) ?? '' };
      current.copies = [...current.copies, step];
    } else if (keyword === 'ENV') {
      const [name = '', value = ''] = words.join(' ').split('=');
      current.env = { ...current.env, [name]: value };
    } else if (keyword === 'RUN') current.runs = [...current.runs, words.join(' ')];
    else if (keyword === 'USER') current.user = words[0];
    else if (keyword === 'WORKDIR') current.workdir = words[0];
    else if (keyword === 'HEALTHCHECK') current.healthcheck = words.join(' ');
    else if (keyword === 'CMD' && instruction instanceof JSONInstruction) {
      current.command = instruction.getJSONStrings().map((one) => one.getJSONValue());
    }
  }
  return stages;
}

export const stageNamed = (stages: readonly Stage[], name: string): Stage => {
  const stage = stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`no stage ${name}`);
  return stage;
};
