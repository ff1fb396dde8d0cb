#!/usr/bin/env bash
# Breaks the product in one place after another, in a copy of the work tree, and expects the tests to see each break.
# Prints one line a break; exit code 1 if one survived, or if an edit below no longer fits the code it edits.
#   ./build/mutate.sh           every break
#   ./build/mutate.sh lock      those whose title matches the regular expression "lock"
# shellcheck disable=SC2016 # $1 below is Perl's
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh

readonly wanted=${1:-}
readonly configuration=Release
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
tried=0
unseen=0

# The files as they stand, committed or not, without what builds left behind.
copy_tree() {
    mkdir "$tree"
    git ls-files -z --cached --others --exclude-standard | xargs -0 tar -cf - --ignore-failed-read -- 2>/dev/null | tar -xf - -C "$tree"
    git -C "$tree" init --quiet
}

# failing_tests PROJECT[:CLASS]: builds and runs one project of the copy, or one class of it; prints how many tests failed, or "broken"
# where it does not compile.
failing_tests() {
    local project=${1%%:*} result=$work/${1%%:*}.trx
    local -a only=()
    [ "$project" = "$1" ] || only=(--filter "FullyQualifiedName~.${1#*:}.")
    rm -f "$result"
    if ! dotnet build "$tree/tests/$project" --configuration "$configuration" -verbosity:quiet -p:RunAnalyzers=false </dev/null >"$work/build.log" 2>&1; then
        echo broken
        return
    fi
    timeout 600 dotnet test "$tree/tests/$project/bin/$configuration/net10.0/$project.dll" \
        "${only[@]}" --results-directory "$work" --logger "trx;LogFileName=$project.trx" </dev/null >"$work/test.log" 2>&1 || true
    # A host that died without a result has not passed either.
    [ -s "$result" ] || { echo 1; return; }
    sed -n 's/.*<Counters [^>]*\bfailed="\([0-9]*\)".*/\1/p' "$result"
}

# A red test that is red anyway proves nothing.
declare -A green=()
require_green() {
    local project failing
    for project in "$@"; do
        [ -z "${green[$project]:-}" ] || continue
        failing=$(failing_tests "$project")
        [ "$failing" = 0 ] || refuse "$project is not green before any break ($failing)."
        green[$project]=true
    done
}

row() {
    printf '%-58s %s\n' "$1" "$2"
}

# mutate TITLE FILE EDIT PROJECT...: EDIT is a Perl substitution over the whole file.
mutate() {
    local title=$1 file=$2 edit=$3 total=0 failing
    shift 3
    [[ $title =~ $wanted ]] || return 0
    tried=$((tried + 1))
    require_green "$@"
    cp "$tree/$file" "$work/original"
    perl -0pi -e "$edit" "$tree/$file"
    if cmp -s "$work/original" "$tree/$file"; then
        unseen=$((unseen + 1))
        row "$title" "DOES NOT FIT $file any more: mend this line of build/mutate.sh"
        return
    fi
    for project in "$@"; do
        failing=$(failing_tests "$project")
        if [ "$failing" = broken ]; then
            cp "$work/original" "$tree/$file"
            unseen=$((unseen + 1))
            row "$title" "DOES NOT COMPILE: $(grep -m1 -oE 'error [A-Z0-9]+: .*' "$work/build.log" | cut -c1-120)"
            return
        fi
        total=$((total + failing))
    done
    cp "$work/original" "$tree/$file"
    if [ "$total" -eq 0 ]; then
        unseen=$((unseen + 1))
        row "$title" "SURVIVED"
    else
        row "$title" "killed by $total failing tests"
    fi
}

readonly core=MigrationTooling.Core.Tests
readonly generator=MigrationTooling.Generator.Tests
readonly runtime=MigrationTooling.Runtime.Tests
readonly load=MigrationTooling.Package.Tests:LoadTests
readonly ahead=MigrationTooling.Package.Tests:AheadTests
readonly psql=MigrationTooling.Cli.Tests:PsqlGuardTests

require_sdk
require git git
require perl perl
copy_tree

# The hash: what is hashed is the normalised text, whatever the editor or git made of its line ends.
mutate "hash: CRLF is kept" src/MigrationTooling.Core/Text/NormalizingReader.cs \
    "s/== '\\\\n';/== '\\\\v';/" "$core"
mutate "hash: a byte order mark is kept" src/MigrationTooling.Core/Text/NormalizingReader.cs \
    's/_atStart && next == ByteOrderMark/_atStart \&\& next == (char)1/' "$core"
mutate "hash: s1 leaves out tokens of one character" src/MigrationTooling.Core/Checksums/TokenHasher.cs \
    's/(void Append\(char\[\] text, int index, int count\)\s*\{)/$1 if (count == 1) { return; }/' "$core"
mutate "hash: s1 does not see the options" src/MigrationTooling.Core/Facts/SectionScan.cs \
    's/Checksum\.AppendOptions\(_tokens, _options\.Options\)/_tokens.Append("")/' "$core"
mutate "hash: h1 does not see the last piece of a text" src/MigrationTooling.Core/Checksums/TextHasher.cs \
    's/_hash\.Append\(_bytes, 0, length\)/_hash.Append(_bytes, 0, length > 0 ? length - 1 : 0)/' "$core"

# The rule table and the rules.
mutate "table: a changed migration is a warning" src/MigrationTooling.Core/Rules/RuleTable.cs \
    's/Guard\("MIG0001", ("[^"]*")\)/new("MIG0001", $1, Severity.Warning, Integrity, Reporter.Guard)/' "$core"
mutate "table: a lock that is broken is reported by the analyzer" src/MigrationTooling.Core/Rules/RuleTable.cs \
    's/Guard\("MIG0007", ("[^"]*")\)/new("MIG0007", $1, Severity.Error, Integrity, Reporter.Analyzer)/' "$core" "$generator"
mutate "rule: a change goes unseen" src/MigrationTooling.Core/Rules/ChangeRules.cs \
    's/up\.Section\.H1 != locked\.H1/up.Section.H1.Length != locked.H1.Length/' "$core"
mutate "rule: every change counts as formatting" src/MigrationTooling.Core/Rules/ChangeRules.cs \
    's/up\.Section\.S1 == locked\.S1/up.Section.S1.Length == locked.S1?.Length/' "$core"
mutate "rule: a deleted migration goes unseen" src/MigrationTooling.Core/Rules/GoneRules.cs \
    's/foreach \(var entry in open\)/foreach (var entry in open.Where(e => candidates.ContainsKey(e)))/' "$core"
mutate "rule: a renamed migration goes unseen" src/MigrationTooling.Core/Rules/GoneRules.cs \
    's/Add\(sameText \? "MIG0002" : "MIG0003", /if (!sameText) Add("MIG0003", /' "$core"
mutate "rule: a fork goes unseen" src/MigrationTooling.Core/Rules/OrderRules.cs \
    's/foreach \(var \(entry, sibling\) in index\.Forks\)/foreach (var (entry, sibling) in index.Forks.Skip(1))/' "$core"
mutate "rule: a file may slip in before locked ones" src/MigrationTooling.Core/Rules/OrderRules.cs \
    's/if \(migration\.Version < last\)/if (migration.Version < last \&\& migration.Version > last)/' "$core"
mutate "rule: options outside of a section go unseen" src/MigrationTooling.Core/Rules/ChangeRules.cs \
    's/else if \(up\.Section\.S1 != locked\.S1\)/else if (up.Section.S1.Length != locked.S1?.Length)/' "$core"
mutate "rule: options of an applied migration go unseen" src/MigrationTooling.Core/Planning/IntegrityCheck.cs \
    's/sameText && \(sameTokens \|\| /sameText \&\& (true || /' "$core"
mutate "rule: what was kept of another lock decides" src/MigrationTooling.Core/Layouts/KeptComparison.cs \
    's/ReferenceEquals\(pair\.Right, right\)/!ReferenceEquals(right, null)/' "$core"
mutate "rule: an unwritten migration is run" src/MigrationTooling.Core/Planning/PlanMaker.cs \
    's/todo is \{ \} place && !_seenAny/todo is { } place \&\& _seenAny/' "$core"
mutate "rule: a command of psql goes unseen" src/MigrationTooling.Core/Sql/SqlDialect.cs \
    's/PsqlCommands = true/PsqlCommands = false/' "$core"

# The lock.
mutate "lock: a cut-off file is read as a whole one" src/MigrationTooling.Core/Locking/LockReader.cs \
    's/if \(!_sawEnd\)/if (!_sawEnd \&\& lastLine < 0)/' "$core"
mutate "lock: a newer format is read as ours" src/MigrationTooling.Core/Locking/LockHeader.cs \
    's/format > LockFile\.Format/format > LockFile.Format + 1/' "$core"
mutate "lock: a merge conflict is two lines" src/MigrationTooling.Core/Locking/LockReader.cs \
    's/if \(!_inConflict\)\s*\{\s*Report\(/if (_inConflict)\n        {\n            Report(/' "$core"
mutate "lock: a line that was taken out is not missed" src/MigrationTooling.Core/Locking/LockChain.cs \
    's/before\[i\] == Unknown && !brokenIds/before[i] == Unknown \&\& brokenIds/' "$core"
mutate "lock: one id with two checksums is one line twice" src/MigrationTooling.Core/Locking/LockReader.cs \
    's/LockIds\.Check\(_entries\)/LockIds.Check([])/' "$core"

# The guard in the compiler.
mutate "guard: the generator reports nothing" src/MigrationTooling.Generator/Reporting/GuardReport.cs \
    's/foreach \(var finding in Findings\)/foreach (var finding in Findings.Skip(Findings.Count))/' "$generator"
mutate "guard: the loader does not find the facts" src/MigrationTooling.Generator/Reading/ProjectFacts.cs \
    's/string\.Equals\(Path\.GetFileName\(path\), fileName,/string.Equals(path, fileName,/' "$generator"
mutate "guard: the loader believes facts that were altered" src/MigrationTooling.Core/Facts/FactsReader.cs \
    's/lines\.Next\("end"\)\.Value != digest/lines.Next("end").Value is { Length: 0 } \&\& "" != digest/' "$core" "$generator"
mutate "guard: facts in pieces count but for their first lines" src/MigrationTooling.Core/Facts/FactsLines.cs \
    's/_digest is not null && start < end;/_digest is not null \&\& start < end \&\& start > 0;/' "$core"
mutate "guard: a piece of the lock ends within a line" src/MigrationTooling.Generator/Reading/TextPieces.cs \
    's/return last;/return end;/' "$generator"
mutate "guard: each piece of a lock begins at line 1" src/MigrationTooling.Core/Locking/LockReader.cs \
    's/int count = \+\+_lines;/int count = start == 0 ? _lines = 1 : ++_lines;/' "$core"
mutate "guard: what is compiled ahead is packed and never used" src/MigrationTooling/build/MigrationTooling.targets \
    's/(Name="MigrationToolingUseGuardAhead" BeforeTargets="CoreCompile" Condition)="[^"]*"/$1="false"/' "$ahead"
mutate "guard: the proof says the same of all facts" src/MigrationTooling.Generator/Emitting/ProofSource.cs \
    's/" \+ digest \+ "/" + digest.Length + "/' "$generator"
mutate "guard: what was judged before is believed of another text" src/MigrationTooling.Generator/Judging/KeptJudgement.cs \
    's/!ReferenceEquals\(left\[i\]\?\.Facts, right\[i\]\?\.Facts\)/left[i] is null != right[i] is null/' "$generator"
mutate "guard: the manifest takes any word for a hash" src/MigrationTooling.Core/Manifests/HashWord.cs \
    's/bytes\.Length == HashBytes && Write\(hex\) == word \? hex : null/hex/' "$core"
mutate "guard: a script kept from the compiler is not missed" src/MigrationTooling.Generator/Judging/ProjectJudge.cs \
    's/withheld\.Add\(stamp\.Path\);/_ = stamp.Path;/' "$generator"

# The engine.
mutate "engine: the history is written outside of the unit" src/MigrationTooling.Sqlite/Sessions/SqliteUnit.cs \
    's/(_session\.History\.Write\(completion, _token\);)(.*?await _session\.CommitAsync\([^;]*;)/$2 $1/s' "$runtime"

# The intent that is committed with the migration before.
mutate "intent: it is withdrawn although its migration has begun" src/MigrationTooling.Runtime/Execution/NextIntent.cs \
    's/public void Begun\(\) => _written = null;/public void Begun() => _ = _written;/' "$runtime:SqliteNextIntentContract"
mutate "intent: it goes before a statement outside of a transaction" src/MigrationTooling.Runtime/Execution/NextIntent.cs \
    's/script\.Units is \[\{ InTransaction: true \}, \.\.\]/script.Units.Count > 0/' "$runtime:PostgresNextIntentTests"
mutate "intent: what is committed is told inside of its step" src/MigrationTooling.Runtime/Execution/ScriptExecution.cs \
    's/_committed\.Add\((new MigrationEvent\.UnitCompleted\([^;]*)\);/Observe($1);/' "$runtime:SqliteNextIntentContract"
mutate "intent: the row of one that was taken back is not restored" src/MigrationTooling.Runtime/Execution/RowSteps.cs \
    's/before is null \? announced with/before?.Attempt is not -1 ? announced with/' "$runtime:SqliteNextIntentContract"
mutate "intent: with a lease, what the script before set is set again" src/MigrationTooling.Npgsql/Sessions/WorkSession.cs \
    's/(_isRestored = false;\s*)SetBefore\.Clear\(\);/$1_ = SetBefore;/' "$runtime:PoolerTests"
mutate "prepared: what a script prepared is never ended" src/MigrationTooling.Npgsql/Sessions/PreparedCommands.cs \
    's/return _isSure;/return true;/' "$runtime:PreparedCommandsTests"
mutate "prepared: the server's answer is not read" src/MigrationTooling.Npgsql/Sessions/PreparedCommands.cs \
    's/_isSure = pipeline\.IsOnlyOursPrepared/_isSure = pipeline.Asks/' "$runtime:PreparedCommandsTests"
mutate "prepared: a unit is not run again where they are gone" src/MigrationTooling.Npgsql/Sessions/UnitRepetition.cs \
    's/_all is \{ IsPrepared: true \}/_all is { IsPrepared: true, Count: 0 }/' "$runtime:PreparedCommandsTests"
mutate "prepared: a unit runs again with what is gone" src/MigrationTooling.Npgsql/Sessions/UnitRepetition.cs \
    's/_all!\.Unprepare\(\);/_ = _all!.Commits;/' "$runtime:PreparedCommandsTests"
mutate "prepared: a refusal to prepare fails the migration" src/MigrationTooling.Npgsql/Connections/ServerSession.cs \
    's/catch \(PostgresException\) when \(IsOpen\)/catch (PostgresException) when (!IsOpen)/' "$runtime:PreparedCommandsTests"

# The engine on a server: fence, locks, session, lost COMMIT, statements in doubt.
mutate "server: the fence takes any token" src/MigrationTooling.Npgsql/Sessions/Fence.cs \
    's/AND (o\.)?token = \$1\b/AND \$1::bigint IS NOT NULL/g' "$runtime:PostgresFenceContract"
mutate "server: a transaction that a script ended is not missed" src/MigrationTooling.Npgsql/Sessions/Fence.cs \
    's/ AND xmax::text = \(pg_catalog\.txid_current_if_assigned\(\) % 4294967296\)::text//' "$runtime:PostgresSessionTests"
mutate "server: a migration begins in the session of the last one" src/MigrationTooling.Npgsql/Sessions/SessionSettings.cs \
    's/"RESET ROLE", "RESET ALL", /"RESET ROLE", /' "$runtime:PostgresSessionTests"
mutate "server: an index of that name is taken for the statement's" src/MigrationTooling.Core/Planning/Doubt/DoubtTable.cs \
    's/ && o\.Definition == image\.Before\.Expected\)\.ToArray/).ToArray/' "$core"
mutate "server: a lease that runs is nobody's" src/MigrationTooling.Npgsql/Sessions/Taking.cs \
    's/IsLeaseCurrent: true, Token/IsLeaseCurrent: false, Token/' "$runtime:PoolerTests"
mutate "server: a session that works on is not looked for" src/MigrationTooling.Npgsql/Locking/RunLockSession.cs \
    's/if \(!IsTrue\(answers, 0\)\)/if (!IsTrue(answers, 0) \&\& _runKey == 0)/' "$runtime:PostgresLockTests"

# The script for psql, which has to guard itself.
mutate "script: another runner's lock is not looked at" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/pg_try_advisory_lock\(:migrate_\{kind\}_key\) AS/pg_try_advisory_lock(:migrate_{kind}_key) IS NOT NULL AS/' "$psql"
mutate "script: a raised token is not seen" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/ AND o\.token = :migrate_token FOR UPDATE/ FOR UPDATE/' "$psql"
mutate "script: a row that was changed meanwhile is not seen" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/ AND r\.state = .\{_row\.State\.Word\(\)\}. AND r\.attempt = \{_row\.Attempt\}//' "$psql"
mutate "script: a unit that lost its transaction is recorded" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/ AND token = :migrate_token AND \(xmax::text/ AND true OR (xmax::text/' "$psql"
mutate "script: what is applied runs again" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/SELECT NOT EXISTS \(SELECT FROM \{_names\.Rows\} WHERE \{Is\(expected\)\}\)/SELECT \{(Is(expected).Length > 0 ? "true" : "")\}/' "$psql"
mutate "script: one that did not end is followed by the next" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/SELECT EXISTS \(SELECT FROM \{_names\.Rows\} WHERE \{Is\(last\)\}\)/SELECT {(Is(last).Length > 0 ? "true" : "")}/' MigrationTooling.Cli.Tests:PsqlReplays
mutate "script: another text that was applied is taken for its own" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/ AND \(e\.s1 IS NULL OR r\.up_s1 = e\.s1 OR r\.up_h1 = e\.h1\)//' "$psql"
mutate "script: a row that is not as expected is passed over" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/count\(\*\) FILTER \(WHERE verdict = .refused.\) = 0/count(*) FILTER (WHERE verdict = \x27refused\x27) >= 0/' "$psql"
mutate "script: a part runs without what comes before it" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/> max\(place\) FILTER \(WHERE verdict = .done.\), true\)/> 0 OR true, true)/' "$psql"
mutate "script: what stands outside of it is not looked at" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/\{\(other\.IsForbidden \? "NOT " : ""\)\}EXISTS \(SELECT FROM :migrate_rows/{(other.IsForbidden ? "" : "")}true OR EXISTS (SELECT FROM :migrate_rows/' "$psql"
mutate "script: it goes on behind a failure" src/MigrationTooling.Npgsql/Scripts/PsqlScriptWriter.cs \
    's/set ON_ERROR_STOP on/set ON_ERROR_STOP off/' "$psql"
mutate "script: it runs inside of a transaction" src/MigrationTooling.Npgsql/Scripts/ScriptGuards.cs \
    's/, true\), ..\) <> .yes. AS migrate_ok/, true), \x27\x27) <> \x27no\x27 AS migrate_ok/' "$psql"

# The package in a real build; the dear ones, so the last.
mutate "build: an assembly without the proof passes" src/MigrationTooling.Tasks/ProveGuardRan.cs \
    's/GetBytes\(digest\)/GetBytes(digest.Substring(64))/' "$load"
mutate "build: a missing part of the guard passes" src/MigrationTooling/build/MigrationTooling.targets \
    's/Condition="!Exists\(/Condition="false And !Exists(/' "$load"

if [ "$tried" -eq 0 ]; then
    refuse "no break's title matches \"$wanted\"."
fi
printf '\n%d of %d breaks were seen.\n' $((tried - unseen)) "$tried"
[ "$unseen" -eq 0 ]
