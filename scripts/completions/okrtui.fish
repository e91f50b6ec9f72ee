# Completion of okrtui for fish 3.4 and newer. Made by scripts/write_completions.py: change it there.
# Copy it to ~/.config/fish/completions/okrtui.fish.
#
# What people named their things is quoted by fish itself when it is inserted, and is never evaluated.

function __okrtui_at --no-scope-shadowing
    set below
    set flags
    set valued
    set arguments
    switch $argv[1]
@TABLE@
    end
end

function __okrtui_kind_of --no-scope-shadowing
    set kind ''
    set -l found (contains -i -- $argv[1] $valued)
    and test (math $found % 2) -eq 1
    and set kind $valued[(math $found + 1)]
    test -n "$kind"
end

function __okrtui_pairs
    set -l n 1
    while test $n -lt (count $argv)
        printf '%s\t%s\n' $argv[$n] $argv[(math $n + 1)]
        set n (math $n + 2)
    end
end

function __okrtui_names
    set -l kind $argv[1]
    set -l typed $argv[2]
    set -l lead $argv[3]
    set -l from
    test -n "$argv[4]"
    and set from -w $argv[4]
    for line in (command okrtui $from --complete $kind $typed 2>/dev/null)
        set -l parts (string split -m 1 \t -- $line)
        printf '%s%s\t%s\n' $lead $parts[1] $parts[2]
        # By the title too: fish offers only what holds the letters that were typed.
        if test -n "$typed" -a -n "$parts[2]"; and contains $kind krs objectives refs initiatives changes
            printf '%s%s\t%s\n' $lead $parts[2] $parts[1]
        end
    end
end

function __okrtui_complete
    set -l below
    set -l flags
    set -l valued
    set -l arguments
    set -l kind ''
    set -l route
    set -l option ''
    set -l workspace ''
    set -l place 1
    set -l ended 0
    set -l typed (commandline -ct)
    set -l lead ''
    __okrtui_at ''
    for word in (commandline -opc)[2..-1]
        if test -n "$option"
            contains -- $option -w --workspace
            and set workspace $word
            set option ''
        else if test $ended -eq 0 -a "$word" = --
            set ended 1
        else if test $ended -eq 0; and string match -q -- '-*' $word
            string match -q -- '--workspace=*' $word
            and set workspace (string split -m 1 = -- $word)[2]
            __okrtui_kind_of $word
            and set option $word
        else if set -l found (contains -i -- $word $below); and test (math $found % 2) -eq 1
            set -a route $word
            __okrtui_at "$route"
        else
            set place (math $place + 1)
        end
    end
    if test -z "$option" -a $ended -eq 0; and string match -q -- '--*=*' $typed
        set -l parts (string split -m 1 = -- $typed)
        set option $parts[1]
        set lead "$parts[1]="
        set typed $parts[2]
    end
    set typed (string replace -r '^["\']' '' -- $typed | string replace -a '\\' '')
    set kind ''
    if test -n "$option"
        __okrtui_kind_of $option
    else if test $ended -eq 0; and string match -q -- '-*' $typed
        __okrtui_pairs $flags
        return
    else if set -q below[1]
        __okrtui_pairs $below
        return
    else if set -q arguments[1]
        set kind $arguments[-1]
        if test $place -le (count $arguments)
            set kind $arguments[$place]
        else if not string match -q -- '*\*' $kind
            return
        end
        set kind (string trim -r -c '*' -- $kind)
    end
    switch "$kind"
        case '' text
            return
        case files
            __fish_complete_path $typed
        case dirs
            __fish_complete_directories $typed
        case files_or_refs
            __okrtui_names refs "$typed" "$lead" "$workspace"
            __fish_complete_path $typed
        case '=*'
            printf "$lead%s\n" (string split '|' -- (string sub -s 2 -- $kind))
        case '*'
            __okrtui_names $kind "$typed" "$lead" "$workspace"
    end
end

complete -c okrtui -f -a '(__okrtui_complete)'
