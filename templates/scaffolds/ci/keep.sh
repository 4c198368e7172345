GIT_INDEX_FILE="$(mktemp -u)"
export GIT_INDEX_FILE
for KEPT in $kept; do
  if [ -e "$KEPT" ]; then git add --force -- "$KEPT"; fi
done
TREE="$(git write-tree)"
LAST="$(git rev-parse --quiet --verify refs/reportgen/published || true)"
if [ -n "$(git ls-files)" ] && [ "$TREE" != "$(git rev-parse --quiet --verify "$LAST^{tree}" || true)" ]; then
  COMMIT="$(git -c user.name=reportgen -c user.email=reportgen@localhost \
    commit-tree ${LAST:+-p "$LAST"} -m "Publish briefs" "$TREE")"
  git push --quiet "$REMOTE" "$COMMIT:refs/heads/$BRANCH" # refused where another run was quicker
fi
