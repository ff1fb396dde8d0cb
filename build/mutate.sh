#!/usr/bin/env bash
# Breaks the product in one place after another, in a copy of the work tree, and expects the tests to see each break.
# Prints one line a break; exit code 1 if one survived, or if an edit below no longer fits the code it edits.
#   ./build/mutate.sh           every break
#   ./build/mutate.sh lock      those whose title contains "lock"
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

# failing_tests PROJECT: builds and runs one project of the copy; prints how many of its tests failed, or "broken" where it does not compile.
failing_tests() {
    local project=$1 result=$work/$1.trx
    rm -f "$result"
    if ! dotnet build "$tree/tests/$project" --configuration "$configuration" -verbosity:quiet </dev/null >"$work/build.log" 2>&1; then
        echo broken
        return
    fi
    timeout 600 dotnet test "$tree/tests/$project/bin/$configuration/net10.0/$project.dll" \
        --results-directory "$work" --logger "trx;LogFileName=$project.trx" </dev/null >"$work/test.log" 2>&1 || true
    # A host that died without a result has not passed either.
    [ -s "$result" ] || { echo 1; return; }
    sed -n 's/.*<Counters [^>]*\bfailed="\([0-9]*\)".*/\1/p' "$result"
}

row() {
    printf '%-58s %s\n' "$1" "$2"
}

# mutate TITLE FILE EDIT PROJECT...: EDIT is a Perl substitution over the whole file.
mutate() {
    local title=$1 file=$2 edit=$3 total=0 failing
    shift 3
    [[ $title == *"$wanted"* ]] || return 0
    tried=$((tried + 1))
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

require_sdk
require git git
require perl perl
copy_tree

# A red test that is red anyway proves nothing.
for project in "$core" "$generator" "$runtime"; do
    failing=$(failing_tests "$project")
    [ "$failing" = 0 ] || refuse "$project is not green before any break ($failing)."
done

# The hash: what is hashed is the normalised text, whatever the editor or git made of its line ends.
mutate "hash: CRLF is kept" src/MigrationTooling.Core/Text/NormalizingReader.cs \
    "s/== '\\\\n'\\)/== '\\\\v')/" "$core"
mutate "hash: a byte order mark is kept" src/MigrationTooling.Core/Text/NormalizingReader.cs \
    's/_atStart && next == ByteOrderMark/_atStart \&\& next == (char)1/' "$core"
mutate "hash: s1 leaves out tokens of one character" src/MigrationTooling.Core/Checksums/TokenHasher.cs \
    's/(void Append\(char\[\] text, int index, int count\)\s*\{)/$1 if (count == 1) { return; }/' "$core"

# The rule table and the rules.
mutate "table: a changed migration is a warning" src/MigrationTooling.Core/Rules/RuleTable.cs \
    's/Guard\("MIG0001", ("[^"]*")\)/new("MIG0001", $1, Severity.Warning, Integrity, Reporter.Guard)/' "$core"
mutate "rule: a change goes unseen" src/MigrationTooling.Core/Rules/ChangeRules.cs \
    's/up\.Section\.H1 != locked\.H1/up.Section.H1.Length != locked.H1.Length/' "$core"
mutate "rule: every change counts as formatting" src/MigrationTooling.Core/Rules/ChangeRules.cs \
    's/up\.Section\.S1 == locked\.S1/up.Section.S1.Length == locked.S1?.Length/' "$core"
mutate "rule: a deleted migration goes unseen" src/MigrationTooling.Core/Rules/GoneRules.cs \
    's/foreach \(var entry in open\)/foreach (var entry in open.Where(e => candidates.ContainsKey(e)))/' "$core"
mutate "rule: a renamed migration goes unseen" src/MigrationTooling.Core/Rules/GoneRules.cs \
    's/if \(sameText\)\s*\{\s*Add\(.*?\);/if (sameText)\n        {\n            _findings.TrimExcess();/s' "$core"
mutate "rule: a fork goes unseen" src/MigrationTooling.Core/Rules/OrderRules.cs \
    's/foreach \(var \(entry, sibling\) in forks\)/foreach (var (entry, sibling) in forks.Skip(1))/' "$core"
mutate "rule: a file may slip in before locked ones" src/MigrationTooling.Core/Rules/OrderRules.cs \
    's/else if \(migration\.Version < last\)/else if (migration.Version < last \&\& migration.Version > last)/' "$core"

# The lock.
mutate "lock: a cut-off file is read as a whole one" src/MigrationTooling.Core/Locking/LockReader.cs \
    's/if \(!_sawEnd\)/if (!_sawEnd \&\& lastLine < 0)/' "$core"

# The guard in the compiler.
mutate "guard: the generator reports nothing" src/MigrationTooling.Generator/Reporting/GuardReport.cs \
    's/foreach \(var finding in Findings\)/foreach (var finding in Findings.Skip(Findings.Count))/' "$generator"
mutate "guard: the loader does not find the facts" src/MigrationTooling.Generator/Reading/ProjectFacts.cs \
    's/string\.Equals\(Path\.GetFileName\(path\), fileName,/string.Equals(path, fileName,/' "$generator"
mutate "guard: the loader believes facts that were altered" src/MigrationTooling.Core/Facts/FactsReader.cs \
    's/lines\.Next\("end"\)\.Value != BytesDigest/lines.Next("end").Value is { Length: 0 } \&\& "" != BytesDigest/' "$core" "$generator"

# The engine.
mutate "engine: the history is written outside of the unit" src/MigrationTooling.Sqlite/Sessions/SqliteUnit.cs \
    's/(_session\.History\.Write\(completion, _token\);)(.*?await _session\.CommitAsync\([^;]*;)/$2 $1/s' "$runtime"

if [ "$tried" -eq 0 ]; then
    refuse "no break has \"$wanted\" in its title."
fi
printf '\n%d of %d breaks were seen.\n' $((tried - unseen)) "$tried"
[ "$unseen" -eq 0 ]
