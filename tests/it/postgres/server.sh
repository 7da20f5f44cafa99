# Runs a PostgreSQL for the tests: server.sh BIN FOLDER PORT FSYNC. It lives as long as its standard input: when the tests end, however they
# end, the input ends, and the server is stopped and its folder removed. Lines on the input are orders; each is answered with a line.
set -eu
bin=$1 folder=$2 port=$3 fsync=$4
as() { "$@"; }
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    chown -R postgres "$folder"
    as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
fi
cd "$folder"
start() { as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-p $port" start >>"$folder/out" 2>&1; }
stop() { as "$bin/pg_ctl" -D "$folder/data" -m "$1" -w stop >>"$folder/out" 2>&1; }
as "$bin/initdb" -D "$folder/data" -U shop --auth=scram-sha-256 --pwfile="$folder/password" --encoding=UTF8 --locale=C --no-sync >"$folder/out" 2>&1
cat >>"$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 32MB
fsync = $fsync
SETTINGS
start
echo ready
while read -r order; do
    case $order in
    start) start ;;
    kill) stop immediate ;;
    esac
    echo "$order"
done
stop immediate || true
rm -rf "$folder"
