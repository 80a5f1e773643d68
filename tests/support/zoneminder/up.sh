#!/usr/bin/env bash
# A real ZoneMinder (Debian's packages) for one test: own database, web server and event folder, on 127.0.0.1 only.
#
#   unshare --mount --pid --fork --kill-child --mount-proc up.sh FOLDER PORT CAMERA_URL ZONE
#
# Everything runs in name spaces of its own: what is mounted here is seen by nobody else, and all of it ends when this
# script does. The machine's own ZoneMinder, database and web server are neither used nor changed. Needs root and the
# packages zoneminder, mariadb-server, apache2, libapache2-mod-php. Prints "ready" when the API answers.
set -euo pipefail
FOLDER=$1 PORT=$2 CAMERA=$3 ZONE=$4
WWW=/usr/share/zoneminder/www
export TZ="$ZONE"

say() { echo "zoneminder: $*" >&2; }
trap 'say "line $LINENO failed"; tail -n 5 "$FOLDER"/*.log >&2 2>/dev/null || true' ERR

chmod 755 "$FOLDER"
mkdir -p "$FOLDER"/{mysql,cache,log,etc}
mkdir -p "$FOLDER"/cache/{events,images,temp,cache}
mount -t tmpfs -o size=64m,mode=755 tmpfs /run
mount -t tmpfs -o size=1g,mode=1777 tmpfs /dev/shm
mkdir -p /run/mysqld /run/zm /run/apache2 /run/lock
cp -r /etc/zm/. "$FOLDER/etc/"
chown -R root:www-data "$FOLDER/etc"
mkdir -p /var/cache/zoneminder /var/log/zm
mount --bind "$FOLDER/etc" /etc/zm
mount --bind "$FOLDER/cache" /var/cache/zoneminder
mount --bind "$FOLDER/log" /var/log/zm
chown -R mysql:mysql "$FOLDER/mysql" /run/mysqld
chown -R www-data:www-data /run/zm "$FOLDER/cache" "$FOLDER/log"

# The database, over its socket only
mariadb-install-db --no-defaults --user=mysql --datadir="$FOLDER/mysql" --auth-root-authentication-method=normal \
  --skip-test-db > "$FOLDER/install.log" 2>&1
mariadbd --no-defaults --user=mysql --datadir="$FOLDER/mysql" --socket=/run/mysqld/mysqld.sock --skip-networking \
  --innodb-buffer-pool-size=32M --pid-file=/run/mysqld/pid > "$FOLDER/mysql.log" 2>&1 &
for _ in $(seq 120); do mariadb-admin -uroot ping > /dev/null 2>&1 && break; sleep 0.5; done
sql() { mariadb -uroot "$@"; }
sql -e "create database zm; create user zmuser@localhost identified by 'zmpass'; grant all on zm.* to zmuser@localhost"
zcat -f /usr/share/zoneminder/db/zm_create.sql* | sql zm > "$FOLDER/schema.log" 2>&1

# What an installation in a shop has: signing in is needed, the welcome page was seen, a user who may only look
sql zm << SQL
update Config set Value = '1' where Name in ('ZM_OPT_USE_AUTH', 'ZM_OPT_USE_API', 'ZM_OPT_USE_LEGACY_API_AUTH');
update Config set Value = '0' where Name in ('ZM_SHOW_PRIVACY', 'ZM_CHECK_FOR_UPDATES', 'ZM_TELEMETRY_DATA');
update Config set Value = md5(rand()) where Name = 'ZM_AUTH_HASH_SECRET';
update Config set Value = '$ZONE' where Name = 'ZM_TIMEZONE';
insert into Users (Username, Password, Enabled, Stream, Events, Monitors, APIEnabled) values
  ('viewer', password('only-looks'), 1, 'View', 'View', 'View', 1),
  ('blind', password('sees-nothing'), 1, 'None', 'None', 'None', 1),
  ('no-api', password('not-by-api'), 1, 'View', 'View', 'View', 0);
update Users set Password = password('runs-it'), APIEnabled = 1 where Username = 'admin';
insert into Monitors (Id, Name, Type, \`Function\`, Path, Method, Width, Height, Colours, SaveJPEGs, VideoWriter,
                      OutputContainer, EncoderParameters, SectionLength, MinSectionLength, StorageId, ImageBufferCount) values
  (1, 'Packing table 1', 'Ffmpeg', 'Record', '$CAMERA', 'rtpRtsp', 640, 360, 4, 0, 2, 'mp4', '', 10, 5, 1, 3),
  (2, 'Kho / bàn 2', 'Ffmpeg', 'Record', '$CAMERA', 'rtpRtsp', 640, 360, 4, 3, 0, 'auto', '', 10, 5, 1, 3);
SQL

# The web server. Debian's package brings no .htaccess, so the API's rewriting is told here.
MODULES=/usr/lib/apache2/modules
{
  echo "ServerRoot \"$FOLDER\""
  echo "ServerName 127.0.0.1"
  echo "Listen 127.0.0.1:$PORT"
  echo "PidFile /run/apache2/pid"
  echo "ErrorLog \"$FOLDER/apache.log\""
  echo "User www-data"
  echo "Group www-data"
  for one in mpm_prefork authz_core alias dir mime env rewrite headers cgi; do
    echo "LoadModule ${one}_module $MODULES/mod_$one.so"
  done
  cat /etc/apache2/mods-available/php*.load | grep '^LoadModule'
  cat << CONF
StartServers 2
MaxRequestWorkers 8
TypesConfig /etc/mime.types
<FilesMatch "\\.php\$">
  SetHandler application/x-httpd-php
</FilesMatch>
ScriptAlias /zm/cgi-bin /usr/lib/zoneminder/cgi-bin
<Directory /usr/lib/zoneminder/cgi-bin>
  Require all granted
  Options +ExecCGI +SymLinksIfOwnerMatch
</Directory>
Alias /zm "$WWW"
<Directory "$WWW">
  Require all granted
  DirectoryIndex index.php
</Directory>
CONF
  for level in "" /app; do
    printf '<Directory "%s/api%s">\n  RewriteEngine on\n  RewriteBase /zm/api%s/\n' "$WWW" "$level" "$level"
    [[ -z $level ]] && to=app/webroot || to=webroot
    printf '  RewriteRule ^$ %s/ [L]\n  RewriteRule (.*) %s/$1 [L]\n</Directory>\n' "$to" "$to"
  done
  cat << CONF
<Directory "$WWW/api/app/webroot">
  RewriteEngine on
  RewriteBase /zm/api/app/webroot/
  RewriteCond %{REQUEST_FILENAME} !-d
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteRule ^ index.php [L]
</Directory>
CONF
} > "$FOLDER/apache.conf"
apache2 -f "$FOLDER/apache.conf" -k start

# The recorder
runuser -u www-data -- zmpkg.pl start > "$FOLDER/zmpkg.log" 2>&1

for _ in $(seq 60); do
  curl -fsS -m 20 -d 'user=viewer&pass=only-looks' "http://127.0.0.1:$PORT/zm/api/host/login.json" > /dev/null && break
  sleep 0.5
done
echo ready
# Lines from the test: SQL to carry out. The end of them ends everything.
while read -r line; do sql zm -e "$line" < /dev/null && echo done || echo failed; done
