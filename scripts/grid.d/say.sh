# shellcheck shell=sh
# Speaking to the person at the terminal.

say() {
    printf '%s\n' "$*"
}

# step 2/4 "what happens now"
step() {
    printf '\n[%s] %s\n' "$1" "$2"
}

warn() {
    printf 'grid: %s\n' "$*" >&2
}

# die MESSAGE [EXIT-STATUS]
die() {
    printf 'grid: %s\n' "$1" >&2
    exit "${2:-1}"
}

# Asks a yes/no question once; --yes answers it. Without a terminal there is nobody to ask.
confirmed() {
    [ -z "${YES:-}" ] || return 0
    [ -t 0 ] || return 1
    printf '%s [y/N] ' "$1"
    read -r answer || return 1
    case $answer in
        y | Y | yes | Yes) return 0 ;;
        *) return 1 ;;
    esac
}
