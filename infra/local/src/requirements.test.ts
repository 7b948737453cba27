import { howToInstall, javaMajor, requireJava, requireMaven } from './requirements.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_402"', 8],
  ['command not found', undefined],
])('%s is Java %s', (printed, major) => expect(javaMajor(printed)).toBe(major));

test('says the command of the package manager that is there, and Docker as the other way', () => {
  const debian = howToInstall('java', (path) => path === '/usr/bin/apt-get');
  expect(debian).toContain('sudo apt-get install -y openjdk-17-jre-headless');
  expect(debian).toContain('npm start -- --docker');
  expect(howToInstall('maven', (path) => path === '/opt/homebrew/bin/brew')).toContain('brew install maven');
  const docker = 'or use Docker instead: npm start -- --docker';
  expect(howToInstall('maven', () => false)).toBe(`install it from the site of Apache Maven, ${docker}`);
  expect(howToInstall('java', () => false)).toBe(`install it from the site of Eclipse Temurin, ${docker}`);
});

test('missing programs are told in one line', async () => {
  await expect(requireJava({ PATH: '/nowhere' })).rejects.toThrow(
    /^Java is missing \(17 or newer\): install it .*$/,
  );
  await expect(requireMaven({ PATH: '/nowhere' })).rejects.toThrow(/^Maven is missing .*: install it .*$/);
});
