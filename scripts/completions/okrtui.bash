# Completion of okrtui for bash 4.4 and newer. Made by scripts/write_completions.py: change it there.
# Source it from ~/.bashrc, or copy it to ~/.local/share/bash-completion/completions/okrtui.
#
# What people named their things never becomes a part of the command line unquoted, and is never evaluated.

_okrtui_at() {
    below=() flags=() valued=() arguments=()
    case $1 in
@TABLE@
    esac
}

_okrtui_kind_of() {
    local i
    kind=
    for ((i = 0; i < ${#valued[@]}; i += 2)); do
        [[ ${valued[i]} == "$1" ]] && kind=${valued[i + 1]}
    done
    [[ -n $kind ]]
}

_okrtui_quoted() {
    case $cur in
    \'*) quoted=${1//\'/\'\\\'\'} ;;
    \"*)
        quoted=${1//\\/\\\\} quoted=${quoted//\"/\\\"} quoted=${quoted//\$/\\\$} quoted=${quoted//\`/\\\`}
        quoted=${quoted//\!/\"\'\!\'\"}
        ;;
    *)
        printf -v quoted %q "$1"
        if [[ $quoted != \$\'* ]]; then
            quoted=${quoted//:/\\:} quoted=${quoted//=/\\=} quoted=${quoted//@/\\@}
        fi
        ;;
    esac
}

_okrtui_choices() {
    local choice quoted
    for choice in "$@"; do
        if [[ $choice == "$typed"* ]]; then
            _okrtui_quoted "$choice"
            COMPREPLY+=("$quoted")
        fi
    done
}

_okrtui_names() {
    local value title quoted shown n=0 width=${COLUMNS:-80}
    local -a values=() titles=()
    while IFS=$'\t' read -r value title; do
        values+=("$value") titles+=("$title")
    done < <(command okrtui ${workspace:+-w "$workspace"} --complete "$1" "$typed" 2>/dev/null)
    ((${#values[@]})) || return
    while ((n < ${#values[@]})); do
        _okrtui_quoted "${values[n]}"
        shown=$quoted
        # A title stands beside its name only where bash lists: what it inserts is the names' common start.
        if ((${#values[@]} > 1)) && [[ ${COMP_TYPE:-9} != 37 && ${COMP_TYPE:-9} != 42 && -n ${titles[n]} ]]; then
            shown="$quoted  (${titles[n]:0:width - ${#quoted} - 6})"
        fi
        COMPREPLY+=("$shown")
        ((++n))
    done
    # Found by words of the title: their common start is not what was typed, so nothing may be put in its place.
    if ((n > 1)) && [[ ${values[0]} != "$typed"* ]]; then
        COMPREPLY+=(' ')
    fi
}

_okrtui() {
    local cur=${COMP_WORDS[COMP_CWORD]} path='' option='' kind='' workspace='' typed word
    local -i place=0 i ended=0
    local -a below flags valued arguments choices
    COMPREPLY=()
    _okrtui_at ''
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $option ]]; then
            [[ $word == '=' ]] && continue
            [[ $option == -w || $option == --workspace ]] && workspace=${word//[\\\'\"]/}
            option=
        elif ((!ended)) && [[ $word == -- ]]; then
            ended=1
        elif ((!ended)) && [[ $word == -* ]]; then
            _okrtui_kind_of "$word" && option=$word
        elif ((${#below[@]})) && [[ " ${below[*]} " == *" $word "* ]]; then
            path+="${path:+ }$word"
            _okrtui_at "$path"
        else
            place+=1
        fi
    done
    [[ -n $option && $cur == '=' ]] && cur=
    typed=${cur#[\'\"]}
    [[ $cur == [\'\"]* ]] || typed=${typed//\\/}
    if [[ -n $option ]]; then
        _okrtui_kind_of "$option"
    elif ((!ended)) && [[ $cur == -* ]]; then
        _okrtui_choices "${flags[@]}"
        return
    elif ((${#below[@]})); then
        _okrtui_choices "${below[@]}"
        return
    elif ((${#arguments[@]})); then
        ((place < ${#arguments[@]})) && kind=${arguments[place]} || kind=${arguments[-1]}
        [[ $kind == *'*' || place -lt ${#arguments[@]} ]] || return
        kind=${kind%'*'}
    fi
    case $kind in
    '' | text) ;;
    files) compopt -o default ;;
    dirs) compopt -o dirnames ;;
    files_or_refs)
        _okrtui_names refs
        compopt -o default
        ;;
    '='*)
        IFS='|' read -ra choices <<<"${kind#=}"
        _okrtui_choices "${choices[@]}"
        ;;
    *) _okrtui_names "$kind" ;;
    esac
}

complete -F _okrtui okrtui
