STATUS=0
git ls-remote --exit-code "$REMOTE" "refs/heads/$BRANCH" > /dev/null || STATUS=$?
if [ "$STATUS" -eq 0 ]; then
  git fetch --quiet --depth 1 "$REMOTE" "+refs/heads/$BRANCH:refs/reportgen/published"
  TOP="$(git rev-parse --show-toplevel)"
  git -C "$TOP" archive refs/reportgen/published | tar -x -C "$TOP"
elif [ "$STATUS" -ne 2 ]; then
  exit "$STATUS" # nobody knows whether there is one: the ledger must not seem lost
fi
