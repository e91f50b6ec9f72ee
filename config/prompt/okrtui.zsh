# What is due, before zsh's prompt. Source it from ~/.zshrc, after PROMPT is set.
#
# okrtui is asked once a minute and after a command line that names it; else a prompt costs next to nothing. Where
# okrtui is missing or fails, nothing is shown. The line goes through psvar, so nothing in it is ever expanded.

typeset -gi __okrtui_next=0

__okrtui_preexec() {
    [[ $1 == *okrtui* ]] && __okrtui_next=0
}

__okrtui_precmd() {
    local code=$?
    if (( SECONDS >= __okrtui_next )); then
        psvar[9]="$(command okrtui status --line 2>/dev/null </dev/null)"
        __okrtui_next=$(( SECONDS + 60 ))
    fi
    return $code
}

autoload -Uz add-zsh-hook
add-zsh-hook preexec __okrtui_preexec
add-zsh-hook precmd __okrtui_precmd
[[ $PROMPT == *'%9v'* ]] || PROMPT='%(9V.[%9v] .)'$PROMPT
