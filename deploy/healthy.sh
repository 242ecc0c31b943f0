#!/bin/bash
# Whether the Gripe on this machine is ready, or with the argument "live", lives. Needs nothing but bash. By a script
# and not by the supervisor's own HTTP check, which sends neither Gripe's name as Host nor the owner token.
set -euo pipefail
exec 3<> "/dev/tcp/127.0.0.1/${GRIPE_PORT:-4747}"
printf 'GET /health/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' \
  "${1:-ready}" "${GRIPE_OWNER_TOKEN:-}" >&3
read -r -t 10 _ status _ <&3
[ "$status" = 200 ]
