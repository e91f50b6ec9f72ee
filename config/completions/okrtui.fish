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
        case ''
            set below 'demo' 'Look around in a made-up company in week 8 of its quarter' 'init' 'Make a workspace called NAME on this machine' 'join' 'Join a workspace in a directory or on a server' 'sync' 'Send what waits and take in what others wrote' 'move' 'Move the workspace to a directory or server' 'leave' 'Leave the shared directory or the server' 'status' 'Show your KRs and what is due' 'checkin' 'Check in for a KR' 'show' 'Show a KR\'s card or an objective\'s page' 'list' 'List one KIND of thing' 'tree' 'Show the alignment tree' 'update' 'Print a KR\'s update, ready to post' 'lint' 'Check OKRs against the writing standards' 'import' 'Import files; the format is told from the content' 'export' 'Write the workspace out' 'cycle' 'List cycles and take them from draft to closed' 'objective' 'List, write and govern objectives' 'kr' 'List, write and govern key results' 'change' 'Propose changes to agreed KRs, and decide them' 'conflict' 'Show what was written apart, and settle it' 'refused' 'Show what the server rejected, and deal with it' 'initiative' 'List, add and edit initiatives' 'comment' 'Comment on a KR or an objective' 'undo' 'Take back your last save' 'redo' 'Bring back what your last undo took away' 'workspace' 'List, choose, show and set up workspaces' 'member' 'List, add and edit members' 'team' 'List, add and edit teams' 'whoami' 'Say who you are here: handle, name, roles and workspace' 'config' 'Read and change your own settings' 'backup' 'Copy the workspace into FILE, drafts included' 'restore' 'Bring a workspace back from FILE, a backup of it' 'doctor' 'Check terminal, files and workspaces; say what to do' 'serve' 'Run the server of shared workspaces'
            set flags '--version' 'Show the version and exit.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'demo'
            set flags '--directory' 'Keep the demo\'s files there.' '--print-path' 'Make it, print the home to use as OKRTUI_HOME, and open nothing.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--directory' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'init'
            set flags '--name' 'Your own name, as others read it.' '--slug' 'The workspace\'s short name; made from NAME where it isn\'t given.' '--timezone' 'Such as Europe/Berlin; this machine\'s where it isn\'t given.' '--deadline' 'When the check-in week ends, such as \'mon 10:00\'.' '--scale' 'Scores as 0.60 or as 60.' '--store' 'Share it in this directory, which is made or empty.' '--group' 'The Unix group that may enter DIR; by default your own.' '--trust' 'Who is believed in DIR: the owner of each file, or, where files keep no owner, everyone who writes there.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--name' 'text' '--slug' 'text' '--timezone' 'text' '--deadline' 'text' '--scale' '=unit|percent' '--store' 'dirs' '--group' 'text' '--trust' '=ownership|directory' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'join'
            set flags '--name' 'The workspace\'s name, where the code makes a new one.' '--device' 'What others call this machine; by default its name.' '--plain-http' 'Allow http:// beyond this machine, in a network you trust.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--name' 'text' '--device' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text' 'text'
        case 'sync'
            set flags '--status' 'Only show how it stands; nothing is exchanged.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'move'
            set flags '--to' 'The shared directory or the server.' '--code' 'The invitation\'s code; for a server.' '--device' 'What others call this machine; by default its name.' '--plain-http' 'Allow http:// beyond this machine, in a network you trust.' '--trust' 'Who is believed in a new DIR: the owner of each file, or everyone who writes there.' '--group' 'The Unix group that may enter a new DIR; by default your own.' '--yes' 'Move although the old place can\'t be asked for the last changes.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--to' 'text' '--code' 'text' '--device' 'text' '--trust' '=ownership|directory' '--group' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'leave'
            set flags '--yes' 'Leave although changes of yours have not reached the others.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'status'
            set flags '--all' 'Everyone\'s key results in open cycles, after your own.' '--line' 'One short line for a prompt or a status bar.' '--banner' 'Two lines for a login, nothing while nothing is due.' '--plain' 'Words alone, one fact a column, parted by tabs.' '--json' 'JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'checkin'
            set flags '--actual' 'The figure reached; the KR\'s unit may stand with it.' '--same' 'The figure is the same as last week\'s, on purpose.' '--by' 'The figure moved by N since last week.' '--done' 'A milestone that is done; repeatable, name all of them.' '--none-done' 'No milestone is done yet.' '--confidence' 'The belief that the target will be hit by the cycle\'s end.' '--insight' 'One sentence on what the week showed.' '--next' 'The next action.' '--next-stands' 'Last week\'s next action stands, on purpose.' '--help-needed' 'What would help.' '--help-from' 'The team that is asked.' '--evidence' 'A link that proves it; repeatable.' '--learning' 'A pattern worth keeping.' '--status' 'The owner\'s own word.' '--initiative' 'The initiative that the next action is about.' '--on-behalf' 'It is for the owner; refused where the KR is your own.' '--week' 'An earlier week, such as W46 or 2026-W46; it is marked late.' '--yes' 'Answer questions such as “is this right?” with yes.' '--retract' 'Take the week\'s check-in back; it stays readable.' '--plain' 'Ask line by line; works over any terminal and from a pipe.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--actual' 'text' '--by' 'text' '--done' 'text' '--confidence' 'text' '--insight' 'text' '--next' 'text' '--help-needed' 'text' '--help-from' 'teams' '--evidence' 'text' '--learning' 'text' '--status' '=on_track|at_risk|behind' '--initiative' 'initiatives' '--week' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'show'
            set flags '--versions' 'Every version of a KR\'s check-ins, newest first.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'refs'
        case 'list'
            set flags '--cycle' 'KRs and objectives of one cycle; those of open ones otherwise.' '--owner' 'KRs of one owner.' '--team' 'Objectives of one team.' '--kr' 'Initiatives, changes or comments of one KR.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '--owner' 'members' '--team' 'teams' '--kr' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments '=krs|objectives|cycles|initiatives|changes|comments|members|teams'
        case 'tree'
            set flags '--cycle' 'One cycle; all open ones otherwise.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'update'
            set flags '--format' 'Plain text, Markdown or JSON.' '--json' 'The same as --format json.' '--week' 'An earlier week\'s, such as W46.' '--copy' 'Send it to the terminal\'s clipboard as well.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--format' '=text|md|json' '--week' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'lint'
            set flags '--cycle' 'For a file: the cycle that it is meant for.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files_or_refs*'
        case 'import'
            set flags '--cycle' 'The cycle for OKRs in the house format and rows that name none.' '--owner' 'Who is meant by a name in the file.' '--update' 'Take the file\'s values where known things differ.' '--map' 'A TOML file that says what is what in others\' CSV.' '--date-format' 'Dates in CSV, such as %d.%m.%Y; else ISO.' '--delimiter' 'Between cells of CSV: , ; tab or |; else told.' '--decimal' 'The decimal mark in CSV: . or , ; else told.' '--dry-run' 'Say what would change, and change nothing.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '--owner' 'text' '--map' 'files' '--date-format' 'text' '--delimiter' 'text' '--decimal' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files*'
        case 'export'
            set flags '--format' 'JSON holds everything; csv is one table; md the house format. Told by FILE\'s ending, else json.' '-o' 'Write there instead of to stdout; readable by you alone.' '--output' 'Write there instead of to stdout; readable by you alone.' '--cycle' 'For csv and md: one cycle only.' '--what' 'For csv.' '--json' 'The same as --format json.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--format' '=json|csv|md' '-o' 'files' '--output' 'files' '--cycle' 'cycles' '--what' '=krs|checkins' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'cycle'
            set below 'close' 'Close a reviewed cycle for good: it is read-only then' 'list' 'List the cycles with their dates and phases' 'new' 'Make a draft cycle, such as: okrtui cycle new "2026 Q4"' 'publish' 'Agree a draft cycle\'s OKRs and start it' 'review' 'End the weekly rhythm: an active cycle goes into its review'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'cycle close'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'cycles'
        case 'cycle list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'cycle new'
            set flags '--kind' 'What the name tells where it isn\'t given, else quarter.' '--start' 'Its first day; worked out from kind and name where it isn\'t given.' '--end' 'Its last day; likewise.' '--parent' 'The KR that a micro cycle serves.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--kind' '=annual|half|quarter|custom|micro' '--start' 'text' '--end' 'text' '--parent' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'cycle publish'
            set flags '--waive' 'Let a finding be; repeatable.' '--reason' 'Why it is waived: one for all or one each.' '--passing' 'Publish what passes; the rest stays a draft.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--waive' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'cycles'
        case 'cycle review'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'cycles'
        case 'objective'
            set below 'add' 'Add an objective called TITLE' 'archive' 'Put an objective away; nothing of it is deleted' 'edit' 'Change an objective' 'list' 'List the objectives with their scores' 'postpone' 'Let an objective wait with all its KRs' 'publish' 'Agree an objective that came after its cycle was published' 'resume' 'Go on with a postponed objective' 'show' 'Show an objective with its KRs and where its score comes from'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'objective add'
            set flags '--cycle' 'Its cycle; the open one where there is only one.' '--owner' 'The one who answers for it; you where it isn\'t given.' '--team' 'The team that it belongs to.' '--why' 'Why it matters now.' '--theme' 'The strategy theme it serves.' '--contributes-to' 'The KR above that it moves.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '--owner' 'members' '--team' 'teams' '--why' 'text' '--theme' 'text' '--contributes-to' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'objective archive'
            set flags '--reason' 'Why it is over.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'objective edit'
            set flags '--title' 'A new title.' '--owner' 'The one who answers for it.' '--team' 'The team that it belongs to; none for none.' '--why' 'Why it matters now.' '--theme' 'The strategy theme it serves.' '--contributes-to' 'The KR above that it moves; none for none.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--title' 'text' '--owner' 'members' '--team' 'teams' '--why' 'text' '--theme' 'text' '--contributes-to' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'objective list'
            set flags '--cycle' 'Only those of one cycle.' '--team' 'Only those of one team.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '--team' 'teams' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'objective postpone'
            set flags '--reason' 'Why it waits.' '--until' 'Until when, where that is known.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '--until' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'objective publish'
            set flags '--waive' 'Let a finding be; repeatable.' '--reason' 'Why it is waived: one for all or one each.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--waive' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'objective resume'
            set flags '--reason' 'Why it goes on.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'objective show'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'kr'
            set below 'add' 'Add a KR to an OBJECTIVE' 'archive' 'Put a KR away; nothing of it is deleted' 'edit' 'Change a KR' 'list' 'List the KRs with their figures and signals' 'postpone' 'Let a KR wait: not due, not in the score' 'resume' 'Go on with a postponed KR' 'show' 'Show a KR\'s card with its updates, newest first'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'kr add'
            set flags '--title' 'What it measures, as a change: Increase repeat purchase rate.' '--method' 'How it is scored; linear where it isn\'t given.' '--baseline' 'Where it starts.' '--target' 'Where it should end.' '--unit' 'Such as %, days or ms.' '--direction' 'Which way is better, for a ladder.' '--band' 'A ladder\'s band, best first.' '--milestone' 'A milestone, in order.' '--floor' 'Range: at or below it the score is 0.' '--low' 'Range: from here on the score is 1.' '--high' 'Range: up to here the score is 1.' '--ceiling' 'Range: at or above it the score is 0.' '--due' 'By when; needed to publish.' '--owner' 'The one who answers for it.' '--collaborator' 'Who helps; repeatable.' '--source' 'The source of truth.' '--source-url' 'Its link.' '--refresh' 'How often the source is fresh, such as weekly.' '--weight' 'Its weight in the objective\'s score.' '--leading' 'It moves first.' '--lagging' 'It moves last.' '--definition' 'What exactly is counted, with the formula.' '--metric' 'The metric\'s name.' '--contributes-to' 'The KR above that it moves.' '--how' 'How it moves it, one for each link.' '--divergence' 'It serves no KR above, on purpose.' '--no-divergence' 'It serves no KR above, on purpose.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'objectives'
        case 'kr archive'
            set flags '--reason' 'Why it is over.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'kr edit'
            set flags '--title' 'What it measures, as a change: Increase repeat purchase rate.' '--method' 'How it is scored; linear where it isn\'t given.' '--baseline' 'Where it starts.' '--target' 'Where it should end.' '--unit' 'Such as %, days or ms.' '--direction' 'Which way is better, for a ladder.' '--band' 'A ladder\'s band, best first.' '--milestone' 'A milestone, in order.' '--floor' 'Range: at or below it the score is 0.' '--low' 'Range: from here on the score is 1.' '--high' 'Range: up to here the score is 1.' '--ceiling' 'Range: at or above it the score is 0.' '--due' 'By when; needed to publish.' '--owner' 'The one who answers for it.' '--collaborator' 'Who helps; repeatable.' '--source' 'The source of truth.' '--source-url' 'Its link.' '--refresh' 'How often the source is fresh, such as weekly.' '--weight' 'Its weight in the objective\'s score.' '--leading' 'It moves first.' '--lagging' 'It moves last.' '--definition' 'What exactly is counted, with the formula.' '--metric' 'The metric\'s name.' '--contributes-to' 'The KR above that it moves.' '--how' 'How it moves it, one for each link.' '--divergence' 'It serves no KR above, on purpose.' '--no-divergence' 'It serves no KR above, on purpose.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'kr list'
            set flags '--cycle' 'Only those of one cycle.' '--owner' 'Only those of one owner.' '--objective' 'Only those of one objective.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--cycle' 'cycles' '--owner' 'members' '--objective' 'objectives' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'kr postpone'
            set flags '--reason' 'Why it waits.' '--until' 'Until when, where that is known.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '--until' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'kr resume'
            set flags '--reason' 'Why it goes on.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'kr show'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'change'
            set below 'approve' 'Approve a CHANGE: it holds from then on' 'decline' 'Decline a CHANGE: everything stays as it is' 'list' 'List the change requests, newest first' 'propose' 'Propose a change to an agreed KR'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'change approve'
            set flags '--reason' 'Why.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'changes'
        case 'change decline'
            set flags '--reason' 'Why not.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'changes'
        case 'change list'
            set flags '--kr' 'Only those of one KR.' '--state' 'Only those in one state.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--kr' 'krs' '--state' '=proposed|approved|declined' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'change propose'
            set flags '--title' 'What it measures, as a change: Increase repeat purchase rate.' '--method' 'How it is scored; linear where it isn\'t given.' '--baseline' 'Where it starts.' '--target' 'Where it should end.' '--unit' 'Such as %, days or ms.' '--direction' 'Which way is better, for a ladder.' '--band' 'A ladder\'s band, best first.' '--milestone' 'A milestone, in order.' '--floor' 'Range: at or below it the score is 0.' '--low' 'Range: from here on the score is 1.' '--high' 'Range: up to here the score is 1.' '--ceiling' 'Range: at or above it the score is 0.' '--due' 'By when; needed to publish.' '--owner' 'The one who answers for it.' '--collaborator' 'Who helps; repeatable.' '--source' 'The source of truth.' '--source-url' 'Its link.' '--refresh' 'How often the source is fresh, such as weekly.' '--weight' 'Its weight in the objective\'s score.' '--leading' 'It moves first.' '--lagging' 'It moves last.' '--definition' 'What exactly is counted, with the formula.' '--metric' 'The metric\'s name.' '--contributes-to' 'The KR above that it moves.' '--how' 'How it moves it, one for each link.' '--divergence' 'It serves no KR above, on purpose.' '--no-divergence' 'It serves no KR above, on purpose.' '--reason' 'Why it should change.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--title' 'text' '--method' '=linear|percent|ladder|milestones|range' '--baseline' 'text' '--target' 'text' '--unit' 'text' '--direction' '=up|down' '--band' 'text' '--milestone' 'text' '--floor' 'text' '--low' 'text' '--high' 'text' '--ceiling' 'text' '--due' 'text' '--owner' 'members' '--collaborator' 'members' '--source' 'text' '--source-url' 'text' '--refresh' 'text' '--weight' 'text' '--definition' 'text' '--metric' 'text' '--contributes-to' 'krs' '--how' 'text' '--reason' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'krs'
        case 'conflict'
            set below 'list' 'List what stands in conflict, every version with its name' 'settle' 'Let one version stand, by the name that the list shows'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'conflict list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'conflict settle'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'refused'
            set below 'again' 'Write it again; a check-in comes back as a draft to look over' 'drop' 'Take it off the list' 'list' 'List what was rejected, and why'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'refused again'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'refused drop'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'refused list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'initiative'
            set below 'add' 'Add an initiative called TITLE' 'edit' 'Change an initiative, named by words of its title' 'list' 'List the initiatives and the KRs they should move'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'initiative add'
            set flags '--kr' 'A KR that it should move; repeatable.' '--hypothesis' 'Why it should work.' '--lead' 'Who drives it.' '--url' 'The ticket; a link, no copy.' '--state' 'How far it is.' '--learning' 'What it taught.' '--start-criteria' 'When it starts.' '--stop-criteria' 'When it stops.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--kr' 'krs' '--hypothesis' 'text' '--lead' 'members' '--url' 'text' '--state' '=planned|running|scaled|stopped|done' '--learning' 'text' '--start-criteria' 'text' '--stop-criteria' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'initiative edit'
            set flags '--title' 'A new title.' '--kr' 'A KR that it should move; repeatable.' '--hypothesis' 'Why it should work.' '--lead' 'Who drives it.' '--url' 'The ticket; a link, no copy.' '--state' 'How far it is.' '--learning' 'What it taught.' '--start-criteria' 'When it starts.' '--stop-criteria' 'When it stops.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--title' 'text' '--kr' 'krs' '--hypothesis' 'text' '--lead' 'members' '--url' 'text' '--state' '=planned|running|scaled|stopped|done' '--learning' 'text' '--start-criteria' 'text' '--stop-criteria' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'initiatives'
        case 'initiative list'
            set flags '--kr' 'Only those that should move one KR.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--kr' 'krs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'comment'
            set flags '--kind' 'What it is.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--kind' '=note|weekly note|progress|coaching|reflection|risk|win' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'refs' 'text'
        case 'undo'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'redo'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'workspace'
            set below 'list' 'List the workspaces on this machine' 'set' 'Set FIELD to VALUE for everyone' 'show' 'Show what is set for everyone' 'use' 'Make NAME the workspace that is meant from now on'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'workspace list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'workspace set'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments '=name|timezone|deadline|scale|rag.red|rag.amber|rag.green|rag_grace' 'text'
        case 'workspace show'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'workspace use'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'workspaces'
        case 'member'
            set below 'add' 'Add a member with this HANDLE' 'edit' 'Change a MEMBER, named by handle or name' 'list' 'List the members: handle, name, roles, and who has an account' 'remove' 'Take a MEMBER\'s account away' 'rights' 'Show who may do what in the seven activities' 'role' 'Give a MEMBER roles, besides those they hold'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'member add'
            set flags '--name' 'The name that others read.' '--email' 'Where mail reaches them.' '--role' 'Such as sponsor or champion; repeatable.' '--account' 'They work here themselves and may sign in.' '--uid' 'Their Unix user in a shared directory; by default the one called HANDLE here.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--name' 'text' '--email' 'text' '--role' 'text' '--uid' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'member edit'
            set flags '--name' 'The name that others read.' '--email' 'Where mail reaches them.' '--role' 'All roles they hold from now on; repeatable.' '--account' 'Whether they may sign in and act.' '--no-account' 'Whether they may sign in and act.' '--uid' 'Their Unix user in a shared directory from now on.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--name' 'text' '--email' 'text' '--role' 'text' '--uid' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'members'
        case 'member list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'member remove'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'members'
        case 'member rights'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'member role'
            set flags '--take' 'Take these roles away instead of giving them.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'members' 'text*'
        case 'team'
            set below 'add' 'Add a team called NAME' 'edit' 'Change a TEAM, named by its name' 'list' 'List the teams with parent, champion and manager'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'team add'
            set flags '--parent' 'The team above; the company is the one without.' '--champion' 'Who keeps the OKRs\' quality in this team.' '--manager' 'Who leads the people.' '--function' 'What the team does.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--parent' 'teams' '--champion' 'members' '--manager' 'members' '--function' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'team edit'
            set flags '--name' 'A new name.' '--parent' 'The team above; none for the company itself.' '--champion' 'Who keeps the OKRs\' quality; none for nobody.' '--manager' 'Who leads the people; none for nobody.' '--function' 'What the team does.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--name' 'text' '--parent' 'teams' '--champion' 'members' '--manager' 'members' '--function' 'text' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'teams'
        case 'team list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'whoami'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'config'
            set below 'edit' 'Open the settings file in $VISUAL or $EDITOR' 'get' 'Print the value of the setting NAME' 'list' 'List every setting with its value and what it does' 'path' 'Print where the settings file lies; it need not exist' 'set' 'Set NAME to VALUE'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'config edit'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'config get'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments '=theme|colours|ascii|mouse|slow|send_at_once|editor|keys'
        case 'config list'
            set flags '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'config path'
            set flags '--shipped' 'The folder of shipped examples, completions and prompts instead.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'config set'
            set flags '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments '=theme|colours|ascii|mouse|slow|send_at_once|editor|keys' 'text'
        case 'backup'
            set flags '--force' 'Overwrite FILE where it is there already.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files'
        case 'restore'
            set flags '--replace' 'Replace the workspace of that name; its file is kept.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files'
        case 'doctor'
            set flags '--fix' 'Mend what can be mended; replaced files are kept.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve'
            set below 'invite' 'Invite a member with this HANDLE' 'members' 'List the members of a workspace' 'devices' 'List the devices, of all workspaces or of one with -w' 'revoke' 'Revoke a DEVICE, or all devices of a handle' 'import' 'Take in what a file or a shared directory holds' 'verify' 'Read the log whole and fold it anew' 'migrate' 'Bring the database\'s tables to this version' 'backup' 'Write everything into FILE, while servers go on' 'restore' 'Bring everything back from FILE, or nothing' 'stats' 'List the workspaces in figures, or one with -w'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--host' 'Where to listen; 127.0.0.1 unless set.' '--port' 'The port; 8720 unless set.' '--tls-cert' 'A certificate with its chain (PEM), to speak TLS itself.' '--tls-key' 'The certificate\'s key (PEM).' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '--host' 'text' '--port' 'text' '--tls-cert' 'files' '--tls-key' 'files' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve invite'
            set flags '--found' 'They found a new workspace here, or bring one of their own.' '--days' 'How long the code stands; a week unless set.' '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--days' 'text' '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'serve members'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve devices'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve revoke'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'text'
        case 'serve import'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files'
        case 'serve verify'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve migrate'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
        case 'serve backup'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files'
        case 'serve restore'
            set flags '--replace' 'What the database holds gives way; SQLite\'s old file is kept.' '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
            set arguments 'files'
        case 'serve stats'
            set flags '--config' 'The server\'s settings; else the user\'s server.toml, or /etc/okrtui\'s.' '--database' 'The log\'s database, such as postgresql+psycopg://okrtui@/okrtui.' '--data' 'The folder of what the server keeps on disk.' '--json' 'Print JSON with the interchange format\'s names.' '-w' 'The workspace, by its short name.' '--workspace' 'The workspace, by its short name.' '--as' 'Act as this member.' '-h' 'Show this message and exit.' '--help' 'Show this message and exit.'
            set valued '--config' 'files' '--database' 'text' '--data' 'dirs' '-w' 'workspaces' '--workspace' 'workspaces' '--as' 'members'
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
