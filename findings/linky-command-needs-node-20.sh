#!/usr/bin/env bash
# One would guess that the command `linky` (Enedis data through Conso API) starts on any Node from 16 on, as its package says.
# It reads its own package.json with an import assertion, which Node has not known since 22: there, every call ends with a
# SyntaxError before the first word of help, whatever its settings. The library of the same package has no such line and works.
# Whoever gets their history by this command beside the Node-RED app of Home Assistant (Node 24) gets none.
# linky 2.0.2, run on 2026-11-29 with Node 20.20.2, 22.23.3 and 24.21.0.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export NO_UPDATE_NOTIFIER=1 NO_COLOR=1
npm_packages linky@2.0.2
for version in 20.20.2 22.23.3 24.21.0; do
  npm install --silent --no-audit --no-fund --prefer-offline --prefix "node-$version" "node@$version"
  node=$(find "$PWD/node-$version/node_modules" -path '*/bin/node' -type f | head -n 1)
  if said=$("$node" node_modules/linky/dist/bin/cli.js 2>&1); then code=0; else code=$?; fi
  library=$("$node" --input-type=module --eval "console.log(typeof (await import('linky')).Session)")
  echo "Node $version: code $code; $(grep -m 1 -E 'SyntaxError|linky <commande>' <<<"$said"); library: $library"
  [ "$library" = function ]
  case $version in
    20.*) grep -q 'linky <commande>' <<<"$said" ;;
    *) [ "$code" -ne 0 ] && grep -q "SyntaxError: Unexpected identifier 'assert'" <<<"$said" ;;
  esac
done
