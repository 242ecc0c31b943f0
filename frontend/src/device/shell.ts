/** Where the script looks by itself. */
const ownAddress = 'http://127.0.0.1:4747';

/** How to install the command that this Gripe serves, a line each; the sum is as sha256sum writes it. */
export function installSteps(origin: string, sum: string): { what: string; text: string }[] {
  const steps = [
    { what: 'how to fetch it', text: `curl -fsSO ${origin}/gripe.sh` },
    { what: 'how to check it', text: `echo '${sum.trim()}' | sha256sum -c` },
    { what: 'how to install it', text: 'install -D -m 755 gripe.sh ~/.local/bin/gripe' },
  ];
  if (origin === ownAddress) return steps;
  return [...steps, { what: 'where it finds this Gripe', text: `export GRIPE_URL=${origin}` }];
}
