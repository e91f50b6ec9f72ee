# Two lines at login while something is due, and nothing else: source it from ~/.profile, ~/.bash_profile or ~/.zprofile.

case $- in
*i*) command okrtui status --banner 2>/dev/null || : ;;
esac
