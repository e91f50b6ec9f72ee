# What is due, before bash's prompt. Source it from ~/.bashrc, after PS1 is set.
#
# okrtui is asked once a minute and after a command line that names it; else a prompt costs next to nothing. Where
# okrtui is missing or fails, nothing is shown; $? stays what it was.

__okrtui_next=0
__okrtui_line=

__okrtui_prompt() {
    local code=$?
    if ((SECONDS >= __okrtui_next)) || [[ $(HISTTIMEFORMAT='' history 1 2>/dev/null) == *okrtui* ]]; then
        __okrtui_line=$(command okrtui status --line 2>/dev/null </dev/null)
        __okrtui_next=$((SECONDS + 60))
    fi
    return $code
}

if [[ ${PROMPT_COMMAND-} != *__okrtui_prompt* ]]; then
    PROMPT_COMMAND="__okrtui_prompt${PROMPT_COMMAND:+; $PROMPT_COMMAND}"
    PS1='${__okrtui_line:+[$__okrtui_line] }'${PS1-}
fi
