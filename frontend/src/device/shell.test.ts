import { expect, test } from 'vitest';
import { installSteps } from './shell';

test('the script is checked before it is installed', () => {
  const steps = installSteps('http://127.0.0.1:4747', 'ab12  gripe.sh\n').map(({ text }) => text);
  expect(steps).toEqual([
    'curl -fsSO http://127.0.0.1:4747/gripe.sh',
    "echo 'ab12  gripe.sh' | sha256sum -c",
    'install -D -m 755 gripe.sh ~/.local/bin/gripe',
  ]);
});

test('a Gripe elsewhere is named', () => {
  const steps = installSteps('https://gripe.example', 'ab12  gripe.sh');
  expect(steps.at(-1)!.text).toBe('export GRIPE_URL=https://gripe.example');
});
