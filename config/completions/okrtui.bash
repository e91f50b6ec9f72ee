# Completion of okrtui for bash 4.4 and newer. Made by scripts/write_completions.py: change it there.
# Source it from ~/.bashrc, or copy it to ~/.local/share/bash-completion/completions/okrtui.
#
# What people named their things never becomes a part of the command line unquoted, and is never evaluated.

_okrtui_at() {
    below=() flags=() valued=() arguments=()
    case $1 in
    '')
        below=('demo' 'init' 'join' 'sync' 'move' 'leave' 'status' 'inbox' 'checkin' 'show' 'list' 'tree' 'update' 'lint' 'import' 'export' 'cycle' 'objective' 'kr' 'change' 'conflict' 'refused' 'initiative' 'comment' 'adoption' 'decide' 'decision' 'review' 'escalation' 'digest' 'remind' 'post' 'undo' 'redo' 'workspace' 'member' 'team' 'whoami' 'config' 'backup' 'restore' 'doctor' 'meet' 'vote' 'serve')
        flags=('--version' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'demo')
        flags=('--directory' '--print-path' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--directory' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'init')
        flags=('--name' '--slug' '--timezone' '--deadline' '--scale' '--store' '--group' '--trust' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--name' 'text' '--slug' 'text' '--timezone' 'text' '--deadline' 'text' '--scale' '=unit|percent' '--store' 'dirs' '--group' 'text' '--trust' '=ownership|directory' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'join')
        flags=('--name' '--device' '--plain-http' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--name' 'text' '--device' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text' 'text')
        ;;
    'sync')
        flags=('--status' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'move')
        flags=('--to' '--code' '--device' '--plain-http' '--trust' '--group' '--yes' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--to' 'text' '--code' 'text' '--device' 'text' '--trust' '=ownership|directory' '--group' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'leave')
        flags=('--yes' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'status')
        flags=('--all' '--line' '--banner' '--plain' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'inbox')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'checkin')
        flags=('--actual' '--same' '--by' '--done' '--none-done' '--confidence' '--insight' '--next' '--next-stands' '--help-needed' '--help-from' '--evidence' '--learning' '--status' '--initiative' '--on-behalf' '--week' '--yes' '--retract' '--plain' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--actual' 'text' '--by' 'text' '--done' 'text' '--confidence' 'text' '--insight' 'text' '--next' 'text' '--help-needed' 'text' '--help-from' 'teams' '--evidence' 'text' '--learning' 'text' '--status' '=on_track|at_risk|behind' '--initiative' 'initiatives' '--week' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'show')
        flags=('--versions' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('refs')
        ;;
    'list')
        flags=('--cycle' '--owner' '--team' '--kr' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--owner' 'members' '--team' 'teams' '--kr' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('=krs|objectives|cycles|initiatives|changes|comments|members|teams')
        ;;
    'tree')
        flags=('--cycle' '--team' '--gaps' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--team' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'update')
        flags=('--format' '--json' '--week' '--copy' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--format' '=text|md|json' '--week' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'lint')
        flags=('--cycle' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files_or_refs*')
        ;;
    'import')
        flags=('--cycle' '--owner' '--update' '--map' '--date-format' '--delimiter' '--decimal' '--dry-run' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--owner' 'text' '--map' 'files' '--date-format' 'text' '--delimiter' 'text' '--decimal' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files*')
        ;;
    'export')
        flags=('--format' '-o' '--output' '--cycle' '--what' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--format' '=json|csv|md' '-o' 'files' '--output' 'files' '--cycle' 'cycles' '--what' '=krs|checkins' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'cycle')
        below=('close' 'list' 'new' 'publish' 'review')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'cycle close')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('cycles')
        ;;
    'cycle list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'cycle new')
        flags=('--kind' '--start' '--end' '--parent' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kind' '=annual|half|quarter|custom|micro' '--start' 'text' '--end' 'text' '--parent' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'cycle publish')
        flags=('--waive' '--reason' '--passing' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--waive' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('cycles')
        ;;
    'cycle review')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('cycles')
        ;;
    'objective')
        below=('add' 'archive' 'edit' 'list' 'postpone' 'publish' 'resume' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'objective add')
        flags=('--cycle' '--owner' '--team' '--why' '--theme' '--contributes-to' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--owner' 'members' '--team' 'teams' '--why' 'text' '--theme' 'text' '--contributes-to' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'objective archive')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'objective edit')
        flags=('--title' '--owner' '--team' '--why' '--theme' '--contributes-to' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--title' 'text' '--owner' 'members' '--team' 'teams' '--why' 'text' '--theme' 'text' '--contributes-to' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'objective list')
        flags=('--cycle' '--team' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--team' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'objective postpone')
        flags=('--reason' '--until' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '--until' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'objective publish')
        flags=('--waive' '--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--waive' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'objective resume')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'objective show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'kr')
        below=('add' 'archive' 'edit' 'list' 'postpone' 'resume' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'kr add')
        flags=('--title' '--method' '--baseline' '--target' '--unit' '--direction' '--band' '--milestone' '--floor' '--low' '--high' '--ceiling' '--due' '--owner' '--collaborator' '--source' '--source-url' '--refresh' '--weight' '--leading' '--lagging' '--definition' '--metric' '--contributes-to' '--how' '--divergence' '--no-divergence' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('objectives')
        ;;
    'kr archive')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'kr edit')
        flags=('--title' '--method' '--baseline' '--target' '--unit' '--direction' '--band' '--milestone' '--floor' '--low' '--high' '--ceiling' '--due' '--owner' '--collaborator' '--source' '--source-url' '--refresh' '--weight' '--leading' '--lagging' '--definition' '--metric' '--contributes-to' '--how' '--divergence' '--no-divergence' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'kr list')
        flags=('--cycle' '--owner' '--objective' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--cycle' 'cycles' '--owner' 'members' '--objective' 'objectives' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'kr postpone')
        flags=('--reason' '--until' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '--until' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'kr resume')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'kr show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'change')
        below=('approve' 'decline' 'list' 'propose')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'change approve')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('changes')
        ;;
    'change decline')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('changes')
        ;;
    'change list')
        flags=('--kr' '--state' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '--state' '=proposed|approved|declined' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'change propose')
        flags=('--title' '--method' '--baseline' '--target' '--unit' '--direction' '--band' '--milestone' '--floor' '--low' '--high' '--ceiling' '--due' '--owner' '--collaborator' '--source' '--source-url' '--refresh' '--weight' '--leading' '--lagging' '--definition' '--metric' '--contributes-to' '--how' '--divergence' '--no-divergence' '--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'conflict')
        below=('list' 'settle')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'conflict list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'conflict settle')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'refused')
        below=('again' 'drop' 'list')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'refused again')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'refused drop')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'refused list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'initiative')
        below=('add' 'edit' 'list')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'initiative add')
        flags=('--kr' '--hypothesis' '--lead' '--url' '--state' '--learning' '--start-criteria' '--stop-criteria' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '--hypothesis' 'text' '--lead' 'members' '--url' 'text' '--state' '=planned|running|scaled|stopped|done' '--learning' 'text' '--start-criteria' 'text' '--stop-criteria' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'initiative edit')
        flags=('--title' '--kr' '--hypothesis' '--lead' '--url' '--state' '--learning' '--start-criteria' '--stop-criteria' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--title' 'text' '--kr' 'krs' '--hypothesis' 'text' '--lead' 'members' '--url' 'text' '--state' '=planned|running|scaled|stopped|done' '--learning' 'text' '--start-criteria' 'text' '--stop-criteria' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('initiatives')
        ;;
    'initiative list')
        flags=('--kr' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'comment')
        flags=('--kind' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kind' '=note|weekly note|progress|coaching|reflection|risk|win' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('refs' 'text')
        ;;
    'adoption')
        flags=('--team' '--weeks' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--team' 'teams' '--weeks' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'decide')
        flags=('--evidence' '--owner' '--due' '--kind' '--change' '--date' '--kr' '--objective' '--initiative' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--evidence' 'text' '--owner' 'members' '--due' 'text' '--kind' '=resource_shift|priority|scope|other' '--change' 'text' '--date' 'text' '--kr' 'krs' '--objective' 'objectives' '--initiative' 'initiatives' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'decision')
        below=('approve' 'decline' 'done' 'list' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'decision approve')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('decisions')
        ;;
    'decision decline')
        flags=('--reason' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('decisions')
        ;;
    'decision done')
        flags=('--outcome' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--outcome' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('decisions')
        ;;
    'decision list')
        flags=('--kr' '--objective' '--team' '--kind' '--state' '--since' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '--objective' 'objectives' '--team' 'teams' '--kind' '=resource_shift|priority|scope|other' '--state' '=proposed|decided|declined|open|done' '--since' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'decision show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('decisions')
        ;;
    'review')
        below=('list' 'monthly' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'review list')
        flags=('--kind' '--team' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kind' '=weekly|monthly|mid|end' '--team' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'review monthly')
        flags=('--team' '--save' '--notes' '--attend' '--decision' '--learning' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--team' 'teams' '--notes' 'text' '--attend' 'members' '--decision' 'decisions' '--learning' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'review show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'escalation')
        below=('acknowledge' 'answer' 'ask' 'huddle' 'list' 'raise' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'escalation acknowledge')
        flags=('--note' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--note' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('escalations')
        ;;
    'escalation answer')
        flags=('--root-cause' '--revised-bet' '--help-request' '--from' '--next-checkpoint' '--workaround' '--text' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--root-cause' 'text' '--revised-bet' 'text' '--help-request' 'text' '--from' 'teams' '--next-checkpoint' 'text' '--workaround' 'text' '--text' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('escalations')
        ;;
    'escalation ask')
        flags=('--help-request' '--from' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--help-request' 'text' '--from' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('escalations')
        ;;
    'escalation huddle')
        flags=('--note' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--note' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('escalations')
        ;;
    'escalation list')
        flags=('--kr' '--team' '--kind' '--mine' '--all' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '--team' 'teams' '--kind' '=red_response|amber_response|red_streak|data_issue|blocker' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'escalation raise')
        flags=('--kr' '--objective' '--initiative' '--metric' '--from' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--kr' 'krs' '--objective' 'objectives' '--initiative' 'initiatives' '--metric' 'text' '--from' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('=data_issue|blocker' 'text')
        ;;
    'escalation show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('escalations')
        ;;
    'digest')
        flags=('--mine' '--person' '--team' '--company' '--week' '--month' '--per-person' '--format' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--person' 'members' '--team' 'teams' '--week' 'text' '--month' 'text' '--format' '=text|md|html|json' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'remind')
        flags=('--team' '--to' '--dry-run' '--status' '--again' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--team' 'teams' '--to' 'text' '--again' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'post')
        below=('digest' 'minutes' 'update')
        flags=('--failed' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'post digest')
        flags=('--mine' '--person' '--team' '--company' '--week' '--month' '--per-person' '--to' '--dry-run' '--again' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--person' 'members' '--team' 'teams' '--week' 'text' '--month' 'text' '--to' 'text' '--again' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'post minutes')
        flags=('--team' '--to' '--dry-run' '--again' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--team' 'teams' '--to' 'text' '--again' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'post update')
        flags=('--week' '--to' '--dry-run' '--again' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--week' 'text' '--to' 'text' '--again' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'undo')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'redo')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'workspace')
        below=('list' 'set' 'show' 'use')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'workspace list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'workspace set')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('=name|timezone|deadline|scale|rag.red|rag.amber|rag.green|rag_grace' 'text')
        ;;
    'workspace show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'workspace use')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('workspaces')
        ;;
    'member')
        below=('add' 'edit' 'list' 'remove' 'rights' 'role')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'member add')
        flags=('--name' '--email' '--role' '--account' '--uid' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--name' 'text' '--email' 'text' '--role' 'text' '--uid' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'member edit')
        flags=('--name' '--email' '--role' '--account' '--no-account' '--uid' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--name' 'text' '--email' 'text' '--role' 'text' '--uid' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('members')
        ;;
    'member list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'member remove')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('members')
        ;;
    'member rights')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'member role')
        flags=('--take' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('members' 'text*')
        ;;
    'team')
        below=('add' 'edit' 'list')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'team add')
        flags=('--parent' '--champion' '--manager' '--function' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--parent' 'teams' '--champion' 'members' '--manager' 'members' '--function' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'team edit')
        flags=('--name' '--parent' '--champion' '--manager' '--function' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--name' 'text' '--parent' 'teams' '--champion' 'members' '--manager' 'members' '--function' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('teams')
        ;;
    'team list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'whoami')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'config')
        below=('edit' 'get' 'list' 'path' 'set')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'config edit')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'config get')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('=theme|colours|ascii|mouse|slow|send_at_once|editor|keys')
        ;;
    'config list')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'config path')
        flags=('--shipped' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'config set')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('=theme|colours|ascii|mouse|slow|send_at_once|editor|keys' 'text')
        ;;
    'backup')
        flags=('--force' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files')
        ;;
    'restore')
        flags=('--replace' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files')
        ;;
    'doctor')
        flags=('--fix' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'meet')
        flags=('--order' '--week' '--attend' '--done' '--not-done' '--end' '--drop' '--minutes' '--agenda' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--order' '=worst|tree' '--week' 'text' '--attend' 'text' '--done' 'krs' '--not-done' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('teams')
        ;;
    'vote')
        below=('agree' 'cast' 'drop' 'open' 'reveal' 'show')
        flags=('-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'vote agree')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs' 'text')
        ;;
    'vote cast')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs' 'text')
        ;;
    'vote drop')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'vote open')
        flags=('--team' '--week' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--team' 'teams' '--week' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'vote reveal')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'vote show')
        flags=('--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('krs')
        ;;
    'serve')
        below=('invite' 'members' 'devices' 'revoke' 'import' 'verify' 'migrate' 'backup' 'restore' 'stats' 'posts')
        flags=('--config' '--database' '--data' '--host' '--port' '--tls-cert' '--tls-key' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '--host' 'text' '--port' 'text' '--tls-cert' 'files' '--tls-key' 'files' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve invite')
        flags=('--found' '--days' '--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--days' 'text' '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'serve members')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve devices')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve revoke')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('text')
        ;;
    'serve import')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files')
        ;;
    'serve verify')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve migrate')
        flags=('--config' '--database' '--data' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve backup')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files')
        ;;
    'serve restore')
        flags=('--replace' '--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        arguments=('files')
        ;;
    'serve stats')
        flags=('--config' '--database' '--data' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
    'serve posts')
        flags=('--config' '--database' '--data' '--failed' '--json' '-w' '--workspace' '--as' '-h' '--help')
        valued=('--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members')
        ;;
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
