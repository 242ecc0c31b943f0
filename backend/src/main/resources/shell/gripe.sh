#!/bin/sh
# gripe: log what wasted your time, from a shell. Needs curl and POSIX utilities; runs under dash, bash and busybox sh.
# "gripe --help" says how it is used, docs/SCRIPTS.md of the project says why it does what it does.
set -u

version=0.1.0
url=${GRIPE_URL:-http://127.0.0.1:4747}
url=${url%/}
state=${XDG_STATE_HOME:-${HOME:-}/.local/state}/gripe
spool=$state/spool
refused=$state/refused
runs=$state/runs

# Longer than a capture takes on a busy server; what is not answered by then is kept and sent later.
capture_seconds_max=5
question_seconds_max=15
# What a text may hold.
characters_max=2000
# Far above it: a line is measured by the server, when what it says of minutes, tags and times is taken out.
bytes_max=20000
# A week of a build server without its Gripe.
waiting_max=1000
# Sent along with a capture; more would keep its user waiting. "gripe sync" sends them all.
sent_along_max=25
# A percentile of fewer runs says nothing; older ones than the last hundred say nothing of today.
runs_judged_min=5
runs_kept_max=100
commands_max=500
# What starting processes differs by anyhow, in hundredths of a second.
slower_min=10

exit_nothing_found=1
exit_usage=64
exit_refused=65
exit_unreachable=69
exit_not_kept=73
exit_busy=75
exit_token=77

# Bytes are bytes here. A command that is run gets its own locale back.
their_locale_set=${LC_ALL+set}
their_locale=${LC_ALL-}
LC_ALL=C
export LC_ALL

newline='
'

restore_locale() {
  if [ -n "$their_locale_set" ]; then
    LC_ALL=$their_locale
  else
    unset LC_ALL
  fi
}

usage() {
  cat << 'END'
gripe 25m flaky CI '#ci'        logs it, and says how often that was and what it has cost so far
gripe                           asks for the line, so that no quotes are needed
make 2>&1 | gripe -             logs the first line that tells of an error; passes everything on
gripe run -- make test          runs it; logs a failure, and a run slower than nine in ten before
gripe search flaky pipeline     finds gripes, by meaning and by words
gripe top                       what has cost most
gripe timer start [WORDS]       measures; "stop [WORDS]" logs it, "back" adds the time until you were back on
                                what it interrupted; list, discard. A number names one of several
gripe sync                      sends what could not be sent before
gripe completion bash|zsh|fish  prints the completion of that shell

-t TAG                          adds a tag: '#' begins a comment in most shells. Before everything else, for a pipe and
                                for run, too; or at the very end of a line: gripe 25m flaky CI -t ci
--                              ends options and commands: gripe -- top of the hour, no room free
-h, --help, --version

GRIPE_URL (http://127.0.0.1:4747) is where Gripe runs, GRIPE_TOKEN its token where it asks for one.
What cannot be sent is kept in $XDG_STATE_HOME/gripe (~/.local/state/gripe) and sent once, later.

Exit status: 0 logged, or kept to be sent later; 1 nothing found; 64 wrong usage; 65 Gripe refused it;
69 Gripe cannot be reached; 73 it could not be kept; 75 another gripe is sending; 77 the token is missing
or wrong. "gripe run" exits as its command does.
END
}

say() {
  printf 'gripe: %s\n' "$*" >&2
}

fail() {
  fail_status=$1
  shift
  say "$@"
  exit "$fail_status"
}

# --- What goes out ------------------------------------------------------------------------------------------------

# quoted VALUE: $quoted is it as a quoted value of curl's configuration has to be.
quoted() {
  quoted=
  quoted_rest=$1
  while :; do
    case $quoted_rest in
      *[\\\"]*)
        quoted_head=${quoted_rest%%[\\\"]*}
        quoted_rest=${quoted_rest#"$quoted_head"}
        quoted=$quoted$quoted_head\\${quoted_rest%"${quoted_rest#?}"}
        quoted_rest=${quoted_rest#?}
        ;;
      *)
        quoted=$quoted$quoted_rest
        return
        ;;
    esac
  done
}

# in_json TEXT MAX: $json is at most so many characters of it inside a JSON string inside a quoted value of curl's
# configuration, all in ASCII. Bytes that are no UTF-8 become U+FFFD, control characters spaces.
in_json() {
  case $1 in
    *[!\ -~]* | *[\\\"]*) ;;
    *)
      if [ "${#1}" -le "$2" ]; then
        json=$1
        return
      fi
      ;;
  esac
  json=$(printf '%s' "$1" | od -An -v -tu1 | awk -v max="$2" '
    function put(point) {
      if (written == max) { cut = 1; return }
      written++
      if (point == 34 || point == 92) printf "\\\\\\%c", point
      else if (point == 9) printf "\\\\t"
      else if (point == 10) printf "\\\\n"
      else if (point == 13) printf "\\\\r"
      else if (point < 32 || (point >= 127 && point < 160)) printf " "
      else if (point < 127) printf "%c", point
      else if (point < 65536) printf "\\\\u%04x", point
      else {
        point -= 65536
        printf "\\\\u%04x\\\\u%04x", 55296 + int(point / 1024), 56320 + point % 1024
      }
    }
    # Well-formed sequences of Unicode 15, table 3-7.
    function byte(value) {
      if (wanted) {
        if (value >= least && value <= most) {
          point = point * 64 + value - 128
          least = 128; most = 191
          if (!--wanted) put(point)
          return
        }
        put(65533)
        wanted = 0
      }
      least = 128; most = 191
      if (value < 128) put(value)
      else if (value >= 194 && value <= 223) { wanted = 1; point = value - 192 }
      else if (value >= 224 && value <= 239) {
        wanted = 2; point = value - 224
        if (value == 224) least = 160
        if (value == 237) most = 159
      } else if (value >= 240 && value <= 244) {
        wanted = 3; point = value - 240
        if (value == 240) least = 144
        if (value == 244) most = 143
      } else put(65533)
    }
    { for (i = 1; i <= NF && !cut; i++) byte($i + 0) }
    END { if (wanted) put(65533) }')
}

# $id, made here so that sending it twice makes one record.
new_id() {
  id=
  if [ -r /proc/sys/kernel/random/uuid ]; then
    read -r id < /proc/sys/kernel/random/uuid
  fi
  if [ -z "$id" ]; then
    id=$(od -An -v -N16 -tx1 /dev/urandom | tr -d ' \n')
  fi
}

# $now with its offset, and $zone where it can be told: "yesterday 3pm" is in the writer's time, across clock changes.
look_at_the_clock() {
  now=$(date +%Y-%m-%dT%H:%M:%S%z)
  case $now in
    *[+-][0-9][0-9][0-9][0-9]) now=${now%??}:${now#"${now%??}"} ;;
    *) now=$(date -u +%Y-%m-%dT%H:%M:%SZ) ;;
  esac
  zone=${TZ-}
  zone=${zone#:}
  if [ -z "$zone" ]; then
    if [ -h /etc/localtime ]; then
      zone=$(readlink /etc/localtime)
      zone=${zone##*/zoneinfo/}
    elif [ -r /etc/timezone ]; then
      read -r zone < /etc/timezone
    fi
  fi
  case $zone in
    *[!A-Za-z0-9_+/-]*) zone= ;;
    [A-Z]*/[A-Z]* | UTC) ;;
    *) zone= ;;
  esac
}

# Checks what the user set, once, before it is used.
prepare() {
  case $url in
    http://?* | https://?*) ;;
    *) fail $exit_usage "GRIPE_URL has to begin with http:// or https://" ;;
  esac
  case $url in
    *[!!-~]* | *[\\\"]*) fail $exit_usage "GRIPE_URL holds a character that no address has" ;;
  esac
  settings=
  # Nothing for this machine goes through a proxy.
  case $url in
    http://127.* | http://localhost | http://localhost[:/]* | http://\[::1\]*) settings="noproxy = \"*\"" ;;
  esac
  if [ -n "${GRIPE_TOKEN:-}" ]; then
    case $GRIPE_TOKEN in
      *[!\ -~]*) fail $exit_usage "GRIPE_TOKEN holds a character that no token has" ;;
    esac
    quoted "$GRIPE_TOKEN"
    settings="$settings${newline}header = \"Authorization: Bearer $quoted\""
  fi
}

# call SECONDS CONFIGURATION: $status is the answer's, 000 when there was none, and $answer its body. Everything goes
# through curl's standard input, where no list of processes shows it.
call() {
  answer=$(
    curl -q -K - 2> /dev/null << END
silent
globoff
proto = "=http,https"
connect-timeout = 3
max-time = $1
header = "Accept: text/plain, application/json;q=0.5"
write-out = "\n%{http_code}"
$settings
$2
END
  )
  curl_status=$?
  status=${answer##*"$newline"}
  answer=${answer%"$newline"*}
  case $curl_status:$status in
    127:*) fail $exit_unreachable "there is no curl to reach $url with" ;;
    0:[1-5][0-9][0-9]) ;;
    *) status=000 ;;
  esac
}

# A field of a problem, into $problem; empty when the answer is none. What is escaped stays so.
problem() {
  problem=
  case $answer in
    \{*"\"$1\":\""*)
      problem=${answer#*"\"$1\":\""}
      problem_rest=$problem
      problem=
      while :; do
        problem_head=${problem_rest%%[\\\"]*}
        problem=$problem$problem_head
        problem_rest=${problem_rest#"$problem_head"}
        case $problem_rest in
          \\\"*)
            problem=$problem\"
            problem_rest=${problem_rest#??}
            ;;
          \\?*)
            problem=$problem${problem_rest%"${problem_rest#??}"}
            problem_rest=${problem_rest#??}
            ;;
          *) return ;;
        esac
      done
      ;;
  esac
}

# Why a call did not do what it should, into $why.
explain() {
  problem detail
  case $status in
    000)
      case $curl_status in
        6 | 7) why="nothing answers at $url" ;;
        28) why="$url takes too long to answer" ;;
        35 | 51 | 58 | 60 | 77) why="curl does not trust $url (curl's error $curl_status)" ;;
        *) why="$url cannot be reached (curl's error $curl_status)" ;;
      esac
      ;;
    401)
      why=${problem:-"$url asks for a token"}
      why="$why Set GRIPE_TOKEN."
      ;;
    *) why=${problem:-"$url answered $status"} ;;
  esac
}

# What a status means for something that changes: done, refused for good, or not now.
verdict() {
  case $status in
    2??) verdict='done' ;;
    400 | 404 | 409 | 413 | 422)
      problem code
      case $problem in
        # It had arrived before, and was deleted since.
        deleted) verdict='done' ;;
        '' | not_found) verdict='not now' ;;
        *) verdict=refused ;;
      esac
      ;;
    *) verdict='not now' ;;
  esac
}

# --- The spool: what could not be sent, a file each, in order -----------------------------------------------------

count_waiting() {
  waiting=0
  newest=1000000000
  for file in "$spool"/*.json; do
    if [ -f "$file" ]; then
      waiting=$((waiting + 1))
      newest=${file##*/}
      newest=${newest%%-*}
    fi
  done
}

# Keeps $body under $id. A file has its name only when it is whole.
keep() {
  count_waiting
  if [ "$waiting" -ge "$waiting_max" ]; then
    fail $exit_not_kept "$why, and $waiting wait already in $spool: this one is not kept"
  fi
  if ! (
    umask 077
    mkdir -p "$spool" \
      && printf '%s\n' "$body" | sed 's/\\\(.\)/\1/g' > "$spool/.$id" \
      && [ -s "$spool/.$id" ] \
      && mv -f "$spool/.$id" "$spool/$((newest + 1))-$id.json"
  ) 2> /dev/null; then
    fail $exit_not_kept "$why, and it could not be kept in $spool"
  fi
  waiting=$((waiting + 1))
}

# $started: when the process began, as the system counts it; empty where that cannot be told. The number of one that died
# may be another one's by now.
look_when_started() {
  started=
  if [ -r "/proc/$1/stat" ]; then
    read -r started 2> /dev/null < "/proc/$1/stat"
    # The second field, in brackets, may hold anything; the start is the 22nd.
    started=${started##*) }
    # shellcheck disable=SC2086
    set -- $started
    started=${20-}
  fi
}

# Whoever sends, sends alone. Two at once would do no harm (Gripe knows the ids), but would mix the order.
lock() {
  lock_file=$state/sending
  look_when_started $$
  printf '%s\n' "$$ $started" > "$state/.sending.$$" || return 1
  lock_tries=0
  while ! ln "$state/.sending.$$" "$lock_file" 2> /dev/null; do
    lock_owner=
    lock_started=
    read -r lock_owner lock_started < "$lock_file" 2> /dev/null
    lock_tries=$((lock_tries + 1))
    case $lock_owner in
      '' | *[!0-9]*) ;;
      *)
        look_when_started "$lock_owner"
        if kill -0 "$lock_owner" 2> /dev/null && [ "${lock_started:-$started}" = "$started" ]; then
          rm -f "$state/.sending.$$"
          return 1
        fi
        # Of somebody who died: whoever moves it away first may try next.
        mv "$lock_file" "$state/.sending.$$.dead" 2> /dev/null && rm -f "$state/.sending.$$.dead"
        ;;
    esac
    if [ "$lock_tries" -ge 5 ]; then
      rm -f "$state/.sending.$$"
      return 1
    fi
  done
  rm -f "$state/.sending.$$"
}

unlock() {
  rm -f "$lock_file"
}

# send_waiting MAX: oldest first, until Gripe does not take one. $sent and $set_aside count, $status is the last one's.
send_waiting() {
  sent=0
  set_aside=0
  status=200
  verdict='done'
  set -- "$1" "$spool"/*.json
  if [ ! -f "$2" ]; then
    return
  fi
  if ! lock; then
    status=busy
    return
  fi
  send_max=$1
  shift
  for file in "$@"; do
    if [ "$sent" -ge "$send_max" ]; then
      break
    fi
    # Somebody else may have sent it meanwhile.
    [ -f "$file" ] || continue
    quoted "$file"
    call $capture_seconds_max "url = \"$url/api/v1/gripes\"
header = \"Content-Type: application/json\"
data-binary = \"@$quoted\""
    verdict
    case $verdict in
      done)
        rm -f "$file"
        sent=$((sent + 1))
        ;;
      refused)
        problem detail
        if (umask 077 && mkdir -p "$refused" && mv -f "$file" "$refused/") 2> /dev/null; then
          say "Gripe refused one that waited: $problem It is in $refused/${file##*/}"
          set_aside=$((set_aside + 1))
        else
          say "Gripe refused $file: $problem"
          break
        fi
        ;;
      *)
        break
        ;;
    esac
  done
  unlock
}

# After something that Gripe did: now it takes others too.
send_along() {
  send_along_status=$status
  send_waiting $sent_along_max
  if [ "$sent" -gt 0 ]; then
    count_waiting
    if [ "$waiting" -gt 0 ]; then
      say "$sent sent that waited, $waiting still wait"
    else
      say "$sent sent that waited"
    fi
  fi
  status=$send_along_status
}

# --- Logging --------------------------------------------------------------------------------------------------------

# Sends $body. $logged is what Gripe answered; empty when it was kept.
log() {
  logged=
  call $capture_seconds_max "url = \"$url/api/v1/gripes\"
header = \"Content-Type: application/json\"
data-binary = \"$body\""
  verdict
  case $verdict in
    done)
      logged=$answer
      log_status=0
      send_along
      ;;
    refused)
      problem field
      if [ "$problem" = zone ]; then
        # That server's list of zones is older than this machine's.
        body=${body%%",\\\"zone\\\":"*},\\\"source${body#*",\\\"source"}
        log
        return
      fi
      problem detail
      say "$problem"
      log_status=$exit_refused
      ;;
    *)
      explain
      keep
      say "$why; kept, and sent with the next one that gets through ($waiting waiting)"
      case $status in
        401 | 403 | 421) log_status=$exit_token ;;
        000 | 408 | 425 | 429 | 5??) log_status=0 ;;
        *) log_status=$exit_unreachable ;;
      esac
      ;;
  esac
}

# A line, as somebody typed it.
log_line() {
  if [ "${#1}" -gt $bytes_max ]; then
    fail $exit_usage "that line is too long"
  fi
  case $1 in
    *[!\ $tab$newline]*) ;;
    *) fail $exit_usage "there is nothing to log in that" ;;
  esac
  in_json "$1" $bytes_max
  new_id
  look_at_the_clock
  body="{\\\"line\\\":\\\"$json\\\",\\\"now\\\":\\\"$now\\\""
  if [ -n "$zone" ]; then
    body="$body,\\\"zone\\\":\\\"$zone\\\""
  fi
  body="$body,\\\"source\\\":\\\"shell\\\",\\\"id\\\":\\\"$id\\\"}"
  log
  if [ -n "$logged" ]; then
    printf '%s\n' "$logged"
  fi
  exit "$log_status"
}

# log_text TEXT [MINUTES]: as it is.
log_text() {
  in_json "$1" $characters_max
  new_id
  look_at_the_clock
  body="{\\\"text\\\":\\\"$json\\\",\\\"happenedAt\\\":\\\"$now\\\""
  if [ -n "${2-}" ]; then
    body="$body,\\\"minutes\\\":$2"
  fi
  if [ -n "$tag_list" ]; then
    body="$body,\\\"tags\\\":[$tag_list]"
  fi
  body="$body,\\\"source\\\":\\\"shell\\\",\\\"id\\\":\\\"$id\\\"}"
  log
}

# --- What a program printed -----------------------------------------------------------------------------------------

# awk functions that take secrets out of a line and, where asked, what differs from run to run. POSIX awk has intervals,
# but the mawk of many systems does not know them: hence times().
# shellcheck disable=SC2016
masks='
function times(one, count,   all) { while (count-- > 0) all = all one; return all }

# Any number of words, of which none is the switch of that letter.
function words_but(letter) {
  return "([ \t]+([^- \t][^ \t]*|-([^" letter " \t][^ \t]*)?))*"
}

# Hides what matches value right after each match of before, which is looked for in lower case.
function after(line, before, value,   done, end) {
  done = ""
  while (match(tolower(line), before)) {
    end = RSTART + RLENGTH
    done = done substr(line, 1, end - 1)
    line = substr(line, end)
    if (match(line, value) && RSTART == 1) {
      done = done "***"
      line = substr(line, RLENGTH + 1)
    }
  }
  return done line
}

# Long runs of letters and digits that look like no word: of both, or of both cases.
function random(line, class, least,   done, word, end) {
  done = ""
  while (match(line, class "+")) {
    word = substr(line, RSTART, RLENGTH)
    end = RSTART + RLENGTH
    if (RLENGTH >= least && word ~ /[0-9]/ && word ~ /[A-Za-z]/) word = "***"
    done = done substr(line, 1, RSTART - 1) word
    line = substr(line, end)
  }
  return done line
}

function without_secrets(line,   name, value, word, quote) {
  quote = sprintf("%c", 39)
  value = "^(\"[^\"]*\"?|" quote "[^" quote "]*" quote "?|[^ \t\"" quote ",;&<>)}]+)"
  word = "[A-Za-z0-9_-]"
  if (match(line, /-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----/)) {
    name = substr(line, RSTART + RLENGTH)
    line = substr(line, 1, RSTART + RLENGTH - 1) "***"
    if (match(name, /-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----/)) line = line without_secrets(substr(name, RSTART))
  }
  # In addresses; a password may hold an @ or, wrongly, a slash.
  gsub("://[^ \t\"" quote "@]*:[^ \t\"" quote "]*@", "://***@", line)
  gsub("://[^/ \t\"" quote "?#]*@", "://***@", line)
  gsub(/hooks\.slack\.com\/services\/[A-Za-z0-9\/]+/, "hooks.slack.com/services/***", line)
  line = after(line, "(^|[^a-z-])(set-)?cookie2?[\"" quote "]?[ \t]*[:=][ \t]*", "^[^\"" quote "]+")
  line = after(line, "authorization[\"" quote "]?[ \t]*[:=][ \t]*[\"" quote "]?((bearer|basic|digest|token|negotiate|ntlm|apikey|key|aws4-hmac-sha256)[ \t]+)?", "^[^ \t\"" quote ",;]+")
  line = after(line, "(^|[^a-z])bearer[ \t]+", "^[A-Za-z]*[0-9._~+/=@-][^ \t\"" quote ",;]*")
  line = after(line, "(^|[^a-z])bearer[ \t]+", "^" times("[A-Za-z]", 16) "[A-Za-z]*")
  name = "(password|passwd|passphrase|passcode|pwd|secret|token|credentials?|signature|session_?id|sessid|jsessionid|phpsessid|(api|access|secret|private|auth|encryption|signing|master|shared|account|storage|license)[_. -]?key)"
  line = after(line, name "[a-z0-9_.-]*[\"" quote "]?[]]?[ \t]*(=>|:=|==|=|:)[ \t]*", value)
  line = after(line, "(^|[^a-z0-9])([a-z0-9_-]*[_-])?(pass|pw|sig)[\"" quote "]?[ \t]*=[ \t]*", value)
  line = after(line, "[_-](pass|pw|key|auth)[\"" quote "]?[ \t]*:[ \t]*", value)
  line = after(line, "(^|[ \t])--?[a-z0-9-]*(password|passwd|passphrase|pass(in|out)?|pwd|secret|token|api-?key|auth)([ \t]+|=)", value)
  line = after(line, "(^|[ \t])(-u|--user|--proxy-user)[ =]*[\"" quote "]?[^ \t\"" quote ":=/]+:", "^[^ \t\"" quote "]+")
  # One letter for it; what is looked for is the first one, since others mean something else: ssh -p 22.
  line = after(line, "(^|[^a-z])(sshpass|mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|mongosh?|mongodump|mongorestore|sqlcmd)" words_but("p") "[ \t]+-p", "^[ \t]?[^ \t]+")
  line = after(line, "(^|[^a-z])(docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|cf|oc)([ \t]+[^ \t]+)*[ \t]+login" words_but("p") "[ \t]+-p", "^[ \t=]?[^ \t]+")
  line = after(line, "(^|[^a-z])(redis|keydb|valkey)-cli" words_but("a") "[ \t]+-a", "^[ \t]?[^ \t]+")
  line = after(line, "(^|[^a-z])ldap[a-z]+" words_but("w") "[ \t]+-w", "^[ \t]?[^ \t]+")
  line = after(line, "(^|[^a-z])openssl" words_but("k") "[ \t]+-k[ \t]+", value)
  line = after(line, "(^|[ \t])--from-literal[ =][\"" quote "]?[^ \t=]+=", value)
  line = after(line, "(password|passphrase|secret|(token|key)[ \t]+(is|was)|api[ _-]?key)[ \t]+(is|was)?[ \t]*[\"" quote "]", "^[^\"" quote "]+")
  # What the makers of tokens begin them with.
  gsub("(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA)" times("[A-Z0-9]", 12) "[A-Z0-9]*", "***", line)
  gsub("gh[pousr]_" times(word, 10) word "*", "***", line)
  gsub("github_pat_" times(word, 10) word "*", "***", line)
  gsub("gl(pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[A-Za-z0-9_.-]*", "***", line)
  gsub("xox[a-z]-[A-Za-z0-9-]*", "***", line)
  gsub("xapp-[A-Za-z0-9-]*", "***", line)
  gsub("(sk|pk|rk|whsec)_(live|test)_[A-Za-z0-9]*", "***", line)
  gsub("whsec_[A-Za-z0-9+/=]*", "***", line)
  gsub("sk-(ant-|proj-|svcacct-)?" times(word, 16) word "*", "***", line)
  gsub("AIza" times(word, 20) word "*", "***", line)
  gsub("ya29\\.[A-Za-z0-9_.-]*", "***", line)
  gsub("(npm|hf|dp\\.pt|shpat|shpss|lin_api|pul|dop_v1|doo_v1|nfp|rubygems|fio|sbp|glsa|tfp)_" times("[A-Za-z0-9]", 16) word "*", "***", line)
  gsub("pypi-[A-Za-z0-9_-]*", "***", line)
  gsub("dckr_(pat|oat)_[A-Za-z0-9_-]*", "***", line)
  gsub("SG\\." times(word, 10) word "*\\." word "+", "***", line)
  gsub("(hvs|hvb|hvr|atlasv1)\\.[A-Za-z0-9_-]*", "***", line)
  gsub("AGE-SECRET-KEY-1[A-Z0-9]*", "***", line)
  gsub("eyJ" times(word, 8) word "*(\\.[A-Za-z0-9_-]*)*", "***", line)
  line = random(line, "[0-9a-fA-F]", 32)
  line = random(line, "[A-Za-z0-9_+=-]", 40)
  return line
}

# So that the same error is the same text in every run: <path>, <id> and <n>. Digits after a letter stay (E0433, UTF8).
function without_differences(line,   done, hex, before) {
  hex = "[0-9a-fA-F]"
  gsub("[a-z][a-z0-9+.-]*://[^ \t\"]*", "<url>", line)
  gsub(/[A-Za-z]:\\[^ \t":;,()<>|]*/, "<path>", line)
  done = ""
  while (match(line, /(^|[ \t"\047=:,;(<\[`])(~|\.\.?)?\/[^ \t"\047:;,)>|`]*/)) {
    before = substr(line, RSTART, 1)
    if (before == "/" || before == "." || before == "~") before = ""
    if (RLENGTH - length(before) == 1) {
      done = done substr(line, 1, RSTART + RLENGTH - 1)
    } else {
      done = done substr(line, 1, RSTART - 1) before "<path>"
    }
    line = substr(line, RSTART + RLENGTH)
  }
  line = done line
  gsub(/[A-Za-z0-9_.@+-]+(\/[A-Za-z0-9_.@+-]+)*\/[A-Za-z0-9_@+-]*\.[A-Za-z][A-Za-z0-9_]*(\/[A-Za-z0-9_.@+-]*)*/, "<path>", line)
  gsub("(^|[^A-Za-z0-9_])" times(hex, 8) "-" times(hex, 4) "-" times(hex, 4) "-" times(hex, 4) "-" times(hex, 12), " <id>", line)
  gsub(/0[xX][0-9a-fA-F]+/, "<n>", line)
  done = ""
  while (match(line, /[A-Za-z0-9_]+/)) {
    before = substr(line, RSTART, RLENGTH)
    if (before ~ /^[0-9a-f]+$/ && length(before) >= 7 && before ~ /[0-9]/ && before ~ /[a-f]/) before = "<id>"
    else if (before ~ /^[0-9]/) sub(/^[0-9]+/, "<n>", before)
    done = done substr(line, 1, RSTART - 1) before
    line = substr(line, RSTART + RLENGTH)
  }
  line = done line
  while (gsub(/<n>[.,:]<n>/, "<n>", line)) {}
  return line
}

function masked(line, differences) {
  line = without_secrets(line)
  return differences ? without_differences(line) : line
}
'

# find_error DIFFERENCES: prints the first line of its input that tells of an error, masked; nothing when none does. Of
# a line, 4,096 bytes are looked at.
find_error() {
  tr -d '\000' | fold -b -w 4096 | awk -v differences="$1" "$masks"'
    function clean(line) {
      gsub(/\033\[[0-9;:?<=>]*[ -\/]*[@-~]/, "", line)
      gsub(/\033\][^\007\033]*(\007|\033\\)?/, "", line)
      gsub(/\033./, "", line)
      sub(/\r+$/, "", line)
      # Of a progress bar, what it came to.
      sub(/^.*\r/, "", line)
      gsub(/[\001-\010\013-\037\177]/, "", line)
      sub(/^[ \t]+/, "", line)
      sub(/[ \t]+$/, "", line)
      return line
    }
    # 2: says that it is an error; 1: speaks of one; 0: does not.
    function tells(line) {
      line = tolower(line)
      if (line ~ /^(\[?(warning|warn|note|info|debug|trace|notice)\]?[ :]|ok |pass(ed)?[: ])/ || line ~ /(^|[^a-z])warning[:\[(]/) return 0
      # Friends that are none: counts of nothing, switches, names of files.
      gsub(/(^|[^a-z0-9])(0|no|zero|without) +([a-z]+ )?(errors?|failures?|failed|failing|exceptions?)/, " ", line)
      gsub(/(errors?|failures?|failed|failing|exceptions?)[ "]*[:=] *0([^0-9.]|$)/, " ", line)
      gsub(/--?[a-z-]*(error|fail|fatal|exception)[a-z-]*/, " ", line)
      gsub(/[a-z0-9_.\/-]*(error|fail|fatal|exception)[a-z0-9_-]*\.[a-z][a-z0-9]*([^a-z0-9:]|$)/, " ", line)
      if (line ~ /^traceback \(most recent call last\)/) return 3
      if (line ~ /(^|[^a-z0-9_-])(fatal |internal |compile |compiler |syntax |runtime )?error( [a-z]*[0-9]+| *\[[^]]*\]| *\([^)]*\))?:/) return 2
      if (line ~ /^[^a-z]*\[?(error|err|fatal|fail|failed|failure|severe|critical|crit|panic)\]?([: !]|$)/) return 2
      if (line ~ /(^|[^a-z])\[(error|fatal|failed|fail)\]/) return 2
      if (line ~ /(^|[^a-z0-9_])[a-z0-9_.$]*(error|exception)( *\[[^]]*\])?(:|$)/) return 2
      if (line ~ /(^|[^a-z])(panic|fatal|failed|failure|abort|aborted|killed):/) return 2
      if (line ~ /npm err!|\*\*\* .*(error|stop)|undefined reference|undefined symbol|command not found|no such file or directory|permission denied|segmentation fault|core dumped|assertion.* failed|connection refused|out of memory|no space left|no rule to make target|cannot find|could not find|could not resolve|cannot open|cannot resolve|unable to |build failed|build failure|not a valid|is not recognized/) return 2
      if (line ~ /^not ok |^--- fail|^(\342\234\227|\342\234\230|\342\234\226|\342\235\214|\303\227)/) return 2
      if (line ~ /(^|[^a-z_-])(errors?|failed|failures?|fails|failing|fatal|exception|cannot|can.t|could not|couldn.t|unable|denied|refused|invalid|unexpected|abort(ed)?|crash(ed)?|timeout|timed out|killed|not found)([^a-z_-]|$)/) return 1
      return 0
    }
    {
      part = whole ? 0 : 1
      whole = length($0) >= 4096
      # The rest of a line that is too long may begin inside a word.
      if (!part) next
      line = clean($0)
      # Half a word may be half a secret, and half a character is none.
      if (whole && match(line, /[ \t][^ \t]*$/) && RLENGTH < 200) line = substr(line, 1, RSTART - 1)
      else if (whole) sub(/[\300-\377][\200-\277]*$/, "", line)
      if (line == "") next
      if (++lines == 1) only = line
      if (found != "") next
      # Of what Python says, the last line says what happened.
      if (traceback) {
        if ($0 !~ /^[ \t]/) found = line
        next
      }
      how = tells(line)
      if (how == 3) traceback = 1
      else if (how == 2) found = line
      else if (how == 1 && perhaps == "") perhaps = line
    }
    END {
      if (found == "") found = perhaps
      if (found == "" && lines == 1 && !differences) found = only
      if (found != "") print masked(found, differences)
    }'
}

# $scratch: a directory of our own, taken away at the end.
make_scratch() {
  new_id
  scratch=${TMPDIR:-/tmp}/gripe-$id
  (umask 077 && mkdir "$scratch") || fail $exit_not_kept "nothing can be written in ${TMPDIR:-/tmp}"
}

log_pipe() {
  if [ -t 0 ]; then
    say "reading what you type, until Ctrl-D"
  fi
  make_scratch
  trap 'rm -rf "$scratch"; trap - INT; kill -s INT $$' INT
  trap 'rm -rf "$scratch"; trap - TERM; kill -s TERM $$' TERM
  trap 'rm -rf "$scratch"; trap - HUP; kill -s HUP $$' HUP
  mkfifo -m 600 "$scratch/copy" || fail $exit_not_kept "no pipe can be made in ${TMPDIR:-/tmp}"
  find_error '' < "$scratch/copy" > "$scratch/found" &
  tee "$scratch/copy"
  wait $!
  found=
  IFS= read -r found < "$scratch/found"
  rm -rf "$scratch"
  trap - INT TERM HUP
  if [ -z "$found" ]; then
    say "no line of it tells of an error; nothing logged"
    exit 0
  fi
  log_text "$found"
  if [ -n "$logged" ]; then
    printf '%s\n' "$logged" >&2
  fi
  exit "$log_status"
}

# --- Running a command ------------------------------------------------------------------------------------------------

# $ticks: hundredths of a second since some moment; of the machine's own clock where it can be read, which nobody sets.
look_at_the_timer() {
  ticks=
  if [ -r /proc/uptime ]; then
    read -r ticks _ < /proc/uptime
  fi
  case $ticks in
    *[!0-9.]* | '') ticks=$(date +%s)00 ;;
    *.??) ticks=$((${ticks%.*} * 100 + 1${ticks#*.} - 100)) ;;
    *) ticks=${ticks%%.*}00 ;;
  esac
}

# What this process was started with for a signal must be what its command is started with.
ignored_at_start() {
  ignored_mask=
  if [ -r /proc/$$/status ]; then
    while read -r ignored_name ignored_mask; do
      [ "$ignored_name" = SigIgn: ] && break
      ignored_mask=
    done < /proc/$$/status
  fi
  # SIGINT is 2: the bit 2 of the last digit. Who has that ignored, as in the background of a script, has SIGQUIT, too;
  # SIGQUIT alone is only ignored by some shells for themselves.
  case $ignored_mask in
    *[2367aAbBeEfF]) ignored=1 ;;
    *) ignored= ;;
  esac
}

# Runs it in place of a subshell. A shell makes what it starts in the background ignore SIGINT and SIGQUIT; bash can
# take that back, others need help from GNU's env or perl.
in_place() {
  restore_locale
  if [ -n "$ignored" ]; then
    exec "$@"
  elif [ -n "${BASH_VERSION-}" ]; then
    trap - INT QUIT
    exec "$@"
  elif /usr/bin/env --default-signal=INT true 2> /dev/null; then
    exec /usr/bin/env --default-signal=INT,QUIT -- "$@"
  elif command -v perl > /dev/null; then
    # shellcheck disable=SC2016
    exec perl -e '$SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec { $ARGV[0] } @ARGV; exit 127' -- "$@"
  fi
  exec "$@"
}

# A signal for this process is meant for the command. What a key on the terminal sends, the command gets by itself.
pass_on() {
  received=$1
  if [ -n "$child" ] && { [ "$1" != INT ] && [ "$1" != QUIT ] || [ -z "$terminal" ]; }; then
    kill -s "$1" "$child" 2> /dev/null
  fi
}

# pass_output STREAM: to where it goes, and a copy of it. When nobody reads there any more, as behind "| head", that is
# noted before the copy ends.
pass_output() {
  # shellcheck disable=SC2094
  {
    tee "$scratch/$1.copy" < "$scratch/$1" 2> /dev/null
    if [ "$(kill -l $? 2> /dev/null)" = PIPE ]; then
      : > "$scratch/closed"
    fi
  } 5> "$scratch/$1.copy"
}

run() {
  if [ "${1-}" = -- ]; then
    shift
  fi
  if [ $# -eq 0 ]; then
    fail $exit_usage "run what? gripe run -- make test"
  fi
  # A bash whose command ends in the moment in which both get a signal forgets, one time in five, what it exited with.
  if [ -n "${BASH_VERSION-}" ] && [ -f "$0" ] && command -v dash > /dev/null; then
    set -- run -- "$@"
    while [ -n "$tag_names" ]; do
      set -- -t "${tag_names%%"$newline"*}" "$@"
      tag_names=${tag_names#*"$newline"}
    done
    restore_locale
    exec dash "$0" "$@"
  fi
  run_path=$(command -v -- "$1" 2> /dev/null)
  case $1 in
    */*)
      [ -e "$1" ] || fail 127 "$1: not found"
      if [ ! -x "$1" ] || [ -d "$1" ]; then
        fail 126 "$1: cannot be run"
      fi
      ;;
    *) [ -n "$run_path" ] || fail 127 "$1: not found" ;;
  esac
  terminal=
  if (: < /dev/tty) 2> /dev/null; then
    terminal=1
  fi
  ignored_at_start
  child=
  received=
  for run_signal in HUP INT QUIT TERM USR1 USR2; do
    # shellcheck disable=SC2064
    trap "pass_on $run_signal" $run_signal
  done

  # A stream that is no terminal is copied on its way, so that the error can be told. A terminal is left to the command.
  copy_out=
  copy_err=
  copies=0
  if [ ! -t 1 ] && (: 9>&1) 2> /dev/null; then copy_out=1; fi
  if [ ! -t 2 ] && (: 9>&2); then copy_err=1; fi
  # shellcheck disable=SC3013
  if [ -n "$copy_out" ] && [ -n "$copy_err" ] && [ /dev/fd/1 -ef /dev/fd/2 ]; then copy_err=both; fi
  if [ -n "$copy_out$copy_err" ]; then
    make_scratch
    mkfifo -m 600 "$scratch/over" "$scratch/out" "$scratch/err" "$scratch/out.copy" "$scratch/err.copy" \
      || fail $exit_not_kept "no pipe can be made in ${TMPDIR:-/tmp}"
    exec 4<> "$scratch/over"
    if [ -n "$copy_out" ] && [ "$copy_err" != both ]; then
      copies=$((copies + 1))
      (find_error 1 < "$scratch/out.copy" > "$scratch/out.found"; echo over >&4) > /dev/null 2>&1 &
      pass_output out 4>&- &
    fi
    if [ -n "$copy_err" ]; then
      copies=$((copies + 1))
      (find_error 1 < "$scratch/err.copy" > "$scratch/err.found"; echo over >&4) > /dev/null 2>&1 &
      pass_output err >&2 4>&- &
    fi
  fi

  look_at_the_timer
  run_began=$ticks
  if (: 9<&0) 2> /dev/null; then exec 3<&0; else exec 3< /dev/null; fi
  case ${copy_out:-0}:${copy_err:-0} in
    0:0) in_place "$@" <&3 3<&- & ;;
    1:0) in_place "$@" <&3 3<&- > "$scratch/out" 4>&- & ;;
    0:1) in_place "$@" <&3 3<&- 2> "$scratch/err" 4>&- & ;;
    1:1) in_place "$@" <&3 3<&- > "$scratch/out" 2> "$scratch/err" 4>&- & ;;
    *) in_place "$@" <&3 3<&- > "$scratch/err" 2>&1 4>&- & ;;
  esac
  child=$!
  exec 3<&-
  if [ -n "$received" ]; then
    pass_on "$received"
  fi
  run_before=$received
  run_interrupted=255
  while :; do
    received=
    wait "$child" 2> /dev/null
    run_status=$?
    if [ "$run_status" -lt 0 ]; then
      # See above; exact unless the command takes the signal and ends in its own way.
      run_status=$run_interrupted
      break
    fi
    [ -n "$received" ] || break
    run_interrupted=$run_status
    run_before=$received
  done
  received=${received:-$run_before}
  look_at_the_timer
  run_ticks=$((ticks - run_began))
  [ "$run_ticks" -ge 0 ] || run_ticks=0

  run_error=
  run_closed=
  if [ $copies -gt 0 ]; then
    # What the command left running may hold its output open for long.
    (sleep 2; echo late >&4) > /dev/null 2>&1 < /dev/null &
    run_watch=$!
    while [ $copies -gt 0 ] && read -r run_end <&4 && [ "$run_end" = over ]; do
      copies=$((copies - 1))
    done
    kill "$run_watch" 2> /dev/null
    exec 4>&-
    for file in "$scratch/err.found" "$scratch/out.found"; do
      if [ -z "$run_error" ] && [ -s "$file" ]; then
        IFS= read -r run_error < "$file"
      fi
    done
    if [ -e "$scratch/closed" ]; then
      run_closed=1
    fi
    # Whoever could not begin, since the other end did not, would wait for ever.
    for file in out err out.copy err.copy; do
      : 5<> "$scratch/$file"
    done
    rm -rf "$scratch"
  fi

  # Whoever stopped it, or reads no more of it, has no reason to complain of that.
  case $received$run_closed in
    '' | USR?)
      if [ "$run_status" -ne 0 ]; then
        log_run "$run_error" "$@"
      elif slow "$@"; then
        log_run slow "$@"
      fi
      ;;
  esac
  trap - HUP INT QUIT TERM USR1 USR2
  if [ -n "$received" ] && [ "$run_status" -gt 128 ]; then
    # Died of the signal that was meant for both: so that whoever waits for this sees it, too.
    if [ "$(kill -l "$run_status" 2> /dev/null)" = "$received" ]; then
      kill -s "$received" $$
    fi
  fi
  exit "$run_status"
}

# Whether that run was above the 90th percentile of the command's runs before it; remembers it.
slow() {
  slow_key=$(printf '%s\n' "$PWD" "$@" | od -An -v -tu1 | awk '
    # Two polynomials modulo a prime below 2^32: no two commands of one user are likely to share a file.
    { for (i = 1; i <= NF; i++) { a = (a * 257 + $i) % 4294967291; b = (b * 65599 + $i) % 4294967279 } }
    END { printf "%.0f-%.0f", a, b }')
  slow_file=$runs/${slow_key:?}
  if [ ! -f "$slow_file" ]; then
    (umask 077 && mkdir -p "$runs") 2> /dev/null || return 1
    set -- "$runs"/*
    if [ $# -ge $commands_max ]; then
      # shellcheck disable=SC2012
      rm -f "$runs/$(ls -t "$runs" | tail -n 1)"
    fi
    slow_limit=
  else
    # By the nearest rank.
    slow_limit=$(awk -v least=$runs_judged_min '
      /^[0-9]+$/ {
        for (i = ++n; i > 1 && run[i - 1] > $1 + 0; i--) run[i] = run[i - 1]
        run[i] = $1 + 0
      }
      END { rank = int((9 * n + 9) / 10); if (n >= least) print run[rank] }' "$slow_file")
  fi
  (
    umask 077
    {
      if [ -f "$slow_file" ]; then
        tail -n $((runs_kept_max - 1)) "$slow_file"
      fi
      printf '%s\n' "$run_ticks"
    } > "$slow_file.$$" && mv -f "$slow_file.$$" "$slow_file"
  ) 2> /dev/null
  [ -n "$slow_limit" ] && [ "$run_ticks" -gt $((slow_limit + slower_min)) ]
}

# log_run ERROR COMMAND...: its error is empty when it could not be told, and "slow" when there was none.
log_run() {
  log_run_error=$1
  shift
  log_run_name=${1##*/}
  shift
  log_run_command=$(printf '%s ' "$log_run_name" "$@" | tr '\000-\037' ' ' | cut -c 1-400 | awk "$masks"'
    { line = masked($0, 1); sub(/ +$/, "", line); print substr(line, 1, 200) }')
  if [ "$log_run_error" = slow ] && [ "$run_status" -eq 0 ]; then
    log_run_text="$log_run_command was slower than usual"
  elif [ -n "$log_run_error" ]; then
    log_run_text="$log_run_command: $log_run_error"
  elif [ "$run_status" -gt 128 ]; then
    log_run_signal=$(kill -l "$run_status" 2> /dev/null)
    log_run_text="$log_run_command died of ${log_run_signal:-a signal}"
  else
    log_run_text="$log_run_command failed (exit $run_status)"
  fi
  log_run_minutes=$(printf '%d.%04d' $((run_ticks / 6000)) $((run_ticks % 6000 * 10000 / 6000)))
  # Only a person is told; a program gets what the command wrote and nothing else.
  if [ -t 2 ]; then
    (
      log_text "$log_run_text" "$log_run_minutes"
      [ -z "$logged" ] || printf '%s\n' "$logged" >&2
    )
  else
    (log_text "$log_run_text" "$log_run_minutes") 2> /dev/null
  fi
}

# --- Questions ---------------------------------------------------------------------------------------------------------

# ask CONFIGURATION: prints the answer, or says why there is none.
ask() {
  call $question_seconds_max "$1"
  case $status in
    2??)
      [ -z "$answer" ] || printf '%s\n' "$answer"
      ask_answer=$answer
      send_along
      ;;
    *)
      explain
      case $status in
        400 | 409) fail $exit_refused "$why" ;;
        401 | 403 | 421) fail $exit_token "$why" ;;
        *) fail $exit_unreachable "$why" ;;
      esac
      ;;
  esac
}

search() {
  if [ "${1-}" = -- ]; then
    shift
  fi
  case $* in
    *[!\ ]*) ;;
    *) fail $exit_usage "search for what? gripe search flaky pipeline" ;;
  esac
  # What is typed has no line ends; what is pasted may.
  search_words=$*
  case $search_words in
    *[$newline$tab]*) search_words=$(printf '%s' "$search_words" | tr '\n\t' '  ') ;;
  esac
  quoted "$search_words"
  ask "url = \"$url/api/v1/search\"
get
data-urlencode = \"q=$quoted\"
data = \"limit=10\""
  case $ask_answer in
    'No good match'*) exit $exit_nothing_found ;;
  esac
}

top() {
  case $#:${1-} in
    0: | 1:cost | 1:rising | 1:recent | 1:returned) ;;
    *) fail $exit_usage "top takes cost, rising, recent or returned. To log that: gripe -- top $*" ;;
  esac
  ask "url = \"$url/api/v1/pain-points\"
get
data = \"sort=${1:-cost}\"
data = \"limit=10\""
}

# post PATH BODY: like ask, for what changes something.
post() {
  ask "url = \"$url/api/v1/$1\"
header = \"Content-Type: application/json\"
data-binary = \"$2\""
}

# $step: the body of a step of a timer, with the line, where there is one, and the moment.
timer_step() {
  look_at_the_clock
  step="\\\"at\\\":\\\"$now\\\""
  if [ -n "$zone" ]; then
    step="$step,\\\"zone\\\":\\\"$zone\\\""
  fi
  if [ -n "$1" ]; then
    in_json "$1" $bytes_max
    step="$step,\\\"line\\\":\\\"$json\\\""
  fi
}

# list_timers STATES: $timers counts those in one of these states, $timer is the id of the one with the number $number
# or, where that is empty, the latest of them. Gripe answers with a line for each, its id and state first.
list_timers() {
  call $question_seconds_max "url = \"$url/api/v1/timers\""
  case $status in
    2??) ;;
    *)
      explain
      case $status in
        401 | 403 | 421) fail $exit_token "$why" ;;
        *) fail $exit_unreachable "$why" ;;
      esac
      ;;
  esac
  timers=0
  timer=
  timer_number=0
  timer_list=
  while read -r timer_id timer_state timer_rest; do
    if [ -z "$timer_state" ]; then
      continue
    fi
    timer_number=$((timer_number + 1))
    timer_list="$timer_list$timer_number  $timer_state  $timer_rest$newline"
    case " $1 " in
      *" $timer_state "*)
        timers=$((timers + 1))
        if [ "$number" = "$timer_number" ] || { [ -z "$number" ] && [ -z "$timer" ]; }; then
          timer=$timer_id
        fi
        ;;
    esac
  done << END
$answer
END
}

timer() {
  timer_command=${1-}
  [ $# -eq 0 ] || shift
  number=
  case $timer_command:${1-} in
    start:* | *:) ;;
    *:*[!0-9]*) ;;
    *:?*)
      number=$1
      shift
      ;;
  esac
  case $timer_command in
    start)
      new_id
      timer_step "$*$tags"
      post timers "{\\\"id\\\":\\\"$id\\\",$step}"
      ;;
    list)
      [ $# -eq 0 ] || fail $exit_usage "timer list takes no words"
      list_timers ''
      printf '%s' "${timer_list:-no timer$newline}"
      send_along
      ;;
    stop | back | discard)
      case $timer_command in
        stop) list_timers 'running stopped' ;;
        back) list_timers 'running logged' ;;
        *) list_timers 'running stopped logged back' ;;
      esac
      if [ "$timers" -eq 0 ]; then
        fail $exit_nothing_found "there is no timer to $timer_command"
      fi
      if [ -z "$timer" ]; then
        fail $exit_usage "number $number is no timer to $timer_command: gripe timer list"
      fi
      if [ -z "$number" ] && [ "$timers" -gt 1 ]; then
        printf '%s' "$timer_list" >&2
        fail $exit_usage "which one? gripe timer $timer_command NUMBER"
      fi
      if [ "$timer_command" != stop ] && [ $# -gt 0 ]; then
        fail $exit_usage "timer $timer_command takes a number and no words"
      fi
      if [ "$timer_command" = discard ]; then
        ask "url = \"$url/api/v1/timers/$timer\"
request = \"DELETE\""
        say "never mind"
      else
        timer_step "$*$tags"
        post "timers/$timer/$timer_command" "{$step}"
      fi
      ;;
    *) fail $exit_usage "timer start, stop, back, list or discard? To log that: gripe -- timer $timer_command $*" ;;
  esac
}

sync() {
  if [ $# -gt 0 ]; then
    fail $exit_usage "sync takes no words. To log that: gripe -- sync $*"
  fi
  send_waiting $waiting_max
  if [ "$status" = busy ]; then
    fail $exit_busy "another gripe is sending them"
  fi
  count_waiting
  set -- "$refused"/*.json
  if [ -f "$1" ]; then
    say "$# that Gripe refused are in $refused"
  fi
  if [ "$waiting" -eq 0 ]; then
    printf '%s sent, none waiting\n' "$sent"
    exit 0
  fi
  if [ "$verdict" != 'not now' ]; then
    fail $exit_busy "$sent sent, $waiting waiting still"
  fi
  explain
  say "$sent sent, $waiting waiting: $why"
  case $status in
    401 | 403 | 421) exit $exit_token ;;
    *) exit $exit_unreachable ;;
  esac
}

# --- Completion ----------------------------------------------------------------------------------------------------

completion() {
  case ${1-} in
    bash)
      cat << 'END'
_gripe() {
  local word=${COMP_WORDS[COMP_CWORD]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '- run search top timer sync completion -t --help --version' -- "$word"))
    return
  fi
  case ${COMP_WORDS[1]} in
    run)
      local first=2
      [[ ${COMP_WORDS[2]} == -- ]] && first=3
      if ((COMP_CWORD == first)); then
        COMPREPLY=($(compgen -c -- "$word"))
      elif declare -F _command_offset > /dev/null; then
        _command_offset "$first"
      else
        COMPREPLY=($(compgen -f -- "$word"))
      fi
      ;;
    top) COMPREPLY=($(compgen -W 'cost rising recent returned' -- "$word")) ;;
    timer) ((COMP_CWORD == 2)) && COMPREPLY=($(compgen -W 'start stop back list discard' -- "$word")) ;;
    completion) COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word")) ;;
  esac
}
complete -F _gripe gripe
END
      ;;
    zsh)
      cat << 'END'
#compdef gripe
_gripe() {
  if ((CURRENT == 2)); then
    local -a commands
    commands=(
      'run:run a command, log its failures and slow runs'
      'search:find gripes by meaning and by words'
      'top:what has cost most'
      'timer:measure instead of guessing'
      'sync:send what could not be sent'
      'completion:print the completion of a shell'
      '-:log the first error of what is piped in'
    )
    _describe command commands
    return
  fi
  case $words[2] in
    run)
      if [[ $words[3] == -- ]]; then
        shift 3 words
        ((CURRENT -= 3))
      else
        shift 2 words
        ((CURRENT -= 2))
      fi
      _normal
      ;;
    top) _values order cost rising recent returned ;;
    timer) ((CURRENT == 3)) && _values 'timer command' start stop back list discard ;;
    completion) _values shell bash zsh fish ;;
  esac
}
if [[ ${funcstack[1]-} == _gripe ]]; then
  _gripe "$@"
else
  compdef _gripe gripe
fi
END
      ;;
    fish)
      cat << 'END'
complete -c gripe -f
complete -c gripe -n __fish_use_subcommand -a run -d 'run a command, log its failures and slow runs'
complete -c gripe -n __fish_use_subcommand -a search -d 'find gripes by meaning and by words'
complete -c gripe -n __fish_use_subcommand -a top -d 'what has cost most'
complete -c gripe -n __fish_use_subcommand -a timer -d 'measure instead of guessing'
complete -c gripe -n __fish_use_subcommand -a sync -d 'send what could not be sent'
complete -c gripe -n __fish_use_subcommand -a completion -d 'print the completion of a shell'
complete -c gripe -n __fish_use_subcommand -s t -x -d 'add a tag'
complete -c gripe -n '__fish_seen_subcommand_from run' -a '(__fish_complete_subcommand)'
complete -c gripe -n '__fish_seen_subcommand_from top' -a 'cost rising recent returned'
complete -c gripe -n '__fish_seen_subcommand_from timer' -a 'start stop back list discard'
complete -c gripe -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
END
      ;;
    *) fail $exit_usage "completion of bash, zsh or fish?" ;;
  esac
}

# --- The command line ------------------------------------------------------------------------------------------------

tab='	'

# A line of words, of which the last may be tags.
log_words() {
  last_tags=
  last_option=
  last_word=
  while [ $# -ge 3 ]; do
    eval "last_option=\${$(($# - 1))} last_word=\${$#}"
    case $last_option:$last_word in
      -t:*[!#]*) ;;
      *) break ;;
    esac
    last_tags=" #${last_word#\#}$last_tags"
    # The others one after the other to the end, so that these two come first.
    last_count=$(($# - 2))
    while [ $last_count -gt 0 ]; do
      set -- "$@" "$1"
      shift
      last_count=$((last_count - 1))
    done
    shift 2
  done
  log_line "$*$last_tags$tags"
}

# add_tag TAG: for a line as its words, for a text as a list in JSON.
add_tag() {
  tags="$tags #${1#\#}"
  # The last one first.
  tag_names=$1$newline$tag_names
  in_json "${1#\#}" $characters_max
  tag_list="$tag_list${tag_list:+,}\\\"$json\\\""
}

main() {
  tags=
  tag_names=
  tag_list=
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --version)
        printf 'gripe %s\n' "$version"
        exit 0
        ;;
      -t)
        [ -n "${2-}" ] || fail $exit_usage "-t wants a tag"
        add_tag "$2"
        shift 2
        ;;
      *) break ;;
    esac
  done
  prepare
  if [ $# -eq 0 ]; then
    if [ ! -t 0 ]; then
      fail $exit_usage "there is nothing to log. \"gripe -\" reads a pipe, \"gripe --help\" says more"
    fi
    printf 'What wasted your time? ' >&2
    IFS= read -r line || exit $exit_usage
    log_line "$line$tags"
  fi
  case $1 in
    -) ;;
    --)
      shift
      log_line "$*$tags"
      ;;
    -*) fail $exit_usage "there is no option $1. To log that: gripe -- $*" ;;
  esac
  case $1 in
    - | run | search | top | timer | sync | completion)
      command=$1
      shift
      ;;
    *)
      log_words "$@"
      ;;
  esac
  case $command in
    -)
      [ $# -eq 0 ] || fail $exit_usage "after - comes nothing. To log that: gripe -- - $*"
      log_pipe
      ;;
    *) "$command" "$@" ;;
  esac
}

main "$@"
