# What is due, at the right of fish's prompt. Source it from ~/.config/fish/config.fish.
#
# okrtui is asked once a minute and after a command line that names it; else a prompt costs next to nothing. Where
# okrtui is missing or fails, nothing is shown. Who has a right prompt already calls okrtui_line in it.

set -g __okrtui_next 0
set -g __okrtui_line

function __okrtui_after --on-event fish_postexec
    string match -q '*okrtui*' -- "$argv"
    and set -g __okrtui_next 0
end

function __okrtui_refresh --on-event fish_prompt
    set -l now (date +%s)
    if test $now -ge $__okrtui_next
        set -g __okrtui_line (command okrtui status --line 2>/dev/null </dev/null)
        set -g __okrtui_next (math $now + 60)
    end
end

function okrtui_line
    test -n "$__okrtui_line"
    and echo -n "[$__okrtui_line]"
end

functions -q fish_right_prompt
or function fish_right_prompt
    okrtui_line
end
