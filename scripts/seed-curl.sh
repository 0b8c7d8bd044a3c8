#!/bin/sh
# Sends with curl what MongoDB's API documents show for the resources that
# atlasctl manages first: create and update of a serverless instance, of its
# private endpoint, and of stream connections. It builds atlasctl, serves the
# emulator of a day on which all of that existed, and checks the status and the
# members of every answer. It needs Go, curl and what POSIX has.
set -eu
cd "$(dirname "$0")/.."

die() {
  echo "seed-curl.sh: $*" >&2
  exit 1
}

command -v curl >/dev/null || die "curl is missing: install it and run again"

temp=$(mktemp -d)
emulator=
cleanup() {
  if [ -n "$emulator" ]; then kill "$emulator" 2>/dev/null || true; fi
  rm -rf "$temp"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# ask METHOD PATH STATUS ACCEPT [BODY] sends a request as the documents do. The
# body of the answer is in $temp/body.
ask() {
  what="$1 $2"
  set -- "$1" "$base$2" "$3" "$4" "${5-}"
  code=$(
    curl --silent --show-error --max-time 30 --noproxy '*' --user emulator:emulator --digest \
      --request "$1" --header "Accept: $4" --output "$temp/body" --write-out '%{http_code}' \
      ${5:+--header "Content-Type: application/json" --data "$5"} "$2"
  ) || die "$what: curl fails"
  [ "$code" = "$3" ] || die "$what: got status $code, want $3: $(cat "$temp/body")"
}

# has TEXT... wants each piece of compact JSON in the last answer, lacks none.
has() {
  for text in "$@"; do
    grep -qF -e "$text" "$temp/body" || die "$what: no $text in the answer: $(cat "$temp/body")"
  done
}

lacks() {
  for text in "$@"; do
    if grep -qF -e "$text" "$temp/body"; then die "$what: $text is in the answer: $(cat "$temp/body")"; fi
  done
}

# until_has PATH TEXT asks again until the answer has the text.
until_has() {
  for _ in $(seq 200); do
    ask GET "$1" 200 "$v1"
    if grep -qF -e "$2" "$temp/body"; then return; fi
    sleep 0.05
  done
  die "GET $1: still no $2: $(cat "$temp/body")"
}

id_of() { sed -n "s/.*\"$1\":\"\([0-9a-f]\{24\}\)\".*/\1/p" "$temp/body"; }

go build -o "$temp/atlasctl" ./cmd/atlasctl
"$temp/atlasctl" emulator --listen 127.0.0.1:0 --as-of 2024-12-01 --seed-project seeds \
  >"$temp/out" 2>"$temp/err" &
emulator=$!
base=
for _ in $(seq 200); do
  base=$(sed -n 's/^Atlas emulator: //p' "$temp/out")
  if [ -n "$base" ]; then break; fi
  kill -0 "$emulator" 2>/dev/null || die "the emulator does not start: $(cat "$temp/err")"
  sleep 0.05
done
[ -n "$base" ] || die "the emulator does not say where it is: $(cat "$temp/out")"

# The versions that the documents ask for, the oldest one that the emulator has
# to serve for each operation, and what curl asks for by itself.
v1=application/vnd.atlas.2023-01-01+json
update=application/vnd.atlas.2023-10-01+json
endpoints=application/vnd.atlas.2025-02-19+json
newest=application/vnd.atlas.2025-03-12+json
any='*/*'

ask GET /api/atlas/v2/groups/byName/seeds 200 "$v1"
project=$(id_of id)
[ -n "$project" ] || die "no ID of the project in: $(cat "$temp/body")"
group=/api/atlas/v2/groups/$project

echo "== serverless instance: create, by both APIs, and update"
instance() {
  printf '{"name":"%s","providerSettings":{"backingProviderName":"%s","providerName":"SERVERLESS","regionName":"%s"},' "$1" "$2" "$3"
  printf '"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":true},'
  printf '"tags":[{"key":"env","value":"test"}],"terminationProtectionEnabled":false}'
}
created() {
  has "\"name\":\"$1\"" "\"backingProviderName\":\"$2\"" "\"regionName\":\"$3\"" '"providerName":"SERVERLESS"' \
    '"serverlessContinuousBackupEnabled":true' '"tags":[{"key":"env","value":"test"}]' \
    '"terminationProtectionEnabled":false' '"stateName":"CREATING"' "\"groupId\":\"$project\"" '"id":"'
}
ask POST "$group/serverless" 201 "$newest" "$(instance shop AWS US_EAST_1)"
created shop AWS US_EAST_1
ask POST "/api/atlas/v1.0/groups/$project/serverless" 201 "$any" "$(instance shop-azure AZURE US_EAST_2)"
created shop-azure AZURE US_EAST_2
has "/api/atlas/v1.0/groups/$project/serverless/shop-azure"
ask POST "$group/serverless" 400 "$newest" "$(instance shop AWS US_EAST_1)"
has '"errorCode":"DUPLICATE_CLUSTER_NAME"'
ask GET "$group/serverless" 406 "$any"
has '"errorCode":"INVALID_VERSION_DATE"'
for name in shop shop-azure; do until_has "$group/serverless/$name" '"stateName":"IDLE"'; done
ask PATCH "$group/serverless/shop" 200 "$update" '{"serverlessBackupOptions":{"serverlessContinuousBackupEnabled":false},"tags":[{"key":"env","value":"prod"}],"terminationProtectionEnabled":true}'
has '"serverlessContinuousBackupEnabled":false' '"tags":[{"key":"env","value":"prod"}]' '"terminationProtectionEnabled":true' '"stateName":"UPDATING"'

echo "== serverless private endpoint: create and update, on AWS and on Azure"
# endpoint INSTANCE PROVIDER MEMBERS creates one, and names the one in the cloud.
endpoint() {
  all=$group/privateEndpoint/serverless/instance/$1/endpoint
  ask POST "$all" 201 "$endpoints" '{"comment":"analytics"}'
  has '"status":"RESERVATION_REQUESTED"' '"comment":"analytics"' '"endpointServiceName":null' '"errorMessage":null'
  one=$all/$(id_of _id)
  until_has "$one" '"status":"RESERVED"'
  has "\"providerName\":\"$2\"" '"endpointServiceName":"'
  ask PATCH "$one" 200 "$endpoints" "{\"comment\":\"reports\",\"providerName\":\"$2\",$3}"
  has "$3" '"comment":"reports"' '"status":"INITIATING"' "\"providerName\":\"$2\""
  until_has "$one" '"status":"AVAILABLE"'
}
endpoint shop AWS '"cloudProviderEndpointId":"vpce-0123456789abcdef0"'
cloud=/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/privateLink/providers/Microsoft.Network/privateEndpoints/shop
endpoint shop-azure AZURE "\"cloudProviderEndpointId\":\"$cloud\""
ask PATCH "$one" 200 "$endpoints" "{\"comment\":\"reports\",\"providerName\":\"AZURE\",\"cloudProviderEndpointId\":\"$cloud\",\"privateEndpointIpAddress\":\"10.0.0.4\"}"
has '"privateEndpointIpAddress":"10.0.0.4"' '"privateLinkServiceResourceId":"/subscriptions/'

echo "== stream connection: create and update, every type of the documents"
streams=$group/streams
ask POST "$streams" 200 "$newest" '{"name":"clicks","dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"}}'
has '"name":"clicks"' '"_id":"' '"hostnames":["'

# connection NAME BODY CHANGED MEMBER... creates and updates one. The update
# answers the members, has no state and gives no secret back.
connection() {
  name=$1 body=$2 changed=$3
  shift 3
  ask POST "$streams/clicks/connections" 200 "$newest" "{\"name\":\"$name\",${body#?}"
  has "\"name\":\"$name\"" '"type":"'
  lacks not-to-be-seen
  ask PATCH "$streams/clicks/connections/$name" 200 "$newest" "$changed"
  has "\"name\":\"$name\"" "$@"
  lacks '"state":' not-to-be-seen
}
access='"networking":{"access":{"connectionId":"32b6e34b3d91647abb20e7b8","name":"link","tgwRouteId":"32b6e34b3d91647abb20e7b9","type":"PUBLIC"}}'
lambda() { printf '{"aws":{"roleArn":"arn:aws:iam::123456789012:role/%s","testBucket":"clicks-test"},%s"type":"%s"}' "$2" "$3" "$1"; }
kafka() {
  printf '{"authentication":{"clientId":"client","clientSecret":"not-to-be-seen","mechanism":"SCRAM-512","method":"OIDC",'
  printf '"password":"not-to-be-seen","saslOauthbearerExtensions":"logicalCluster=lkc-1","scope":"kafka","sslCertificate":"certificate",'
  printf '"sslKey":"not-to-be-seen","sslKeyPassword":"not-to-be-seen","tokenEndpointUrl":"https://idp.example.com/token","username":"svc"},'
  printf '"bootstrapServers":"%s","config":{"debug":"queue, msg, protocol","group.protocol.type":"consumer"},' "$1"
  printf '%s,"security":{"brokerPublicCertificate":"certificate","protocol":"SASL_SSL"},"type":"Kafka"}' "$access"
}
connection sample_stream_solar '{"type":"Sample"}' '{"type":"Sample"}' '"type":"Sample"'
role() { printf '{"clusterGroupId":"%s","clusterName":"shop","dbRoleToExecute":{"role":"%s","type":"BUILT_IN"},"type":"Cluster"}' "$project" "$1"; }
connection cluster "$(role readAnyDatabase)" "$(role atlasAdmin)" \
  "\"clusterGroupId\":\"$project\"" '"clusterName":"shop"' '"dbRoleToExecute":{"role":"atlasAdmin","type":"BUILT_IN"}'
connection kafka "$(kafka b1:9092)" "$(kafka b1:9092,b2:9092)" \
  '"bootstrapServers":"b1:9092,b2:9092"' '"mechanism":"SCRAM-512"' '"username":"svc"' '"sslCertificate":"certificate"' "$access" \
  '"config":{"debug":"queue, msg, protocol","group.protocol.type":"consumer"}' '"brokerPublicCertificate":"certificate"'
https() { printf '{"headers":{"additionalProperty1":"one","additionalProperty2":"two"},"url":"https://example.com/%s","type":"Https"}' "$1"; }
connection https "$(https before)" "$(https in)" '"url":"https://example.com/in"' '"headers":{"additionalProperty1":"one","additionalProperty2":"two"}'
connection lambda "$(lambda AWSLambda before '')" "$(lambda AWSLambda atlas '')" '"roleArn":"arn:aws:iam::123456789012:role/atlas"' '"testBucket":"clicks-test"'
for type in S3 AWSKinesisDataStreams; do
  connection "my-$type" "$(lambda $type before "$access,")" "$(lambda $type atlas "$access,")" '"roleArn":"arn:aws:iam::123456789012:role/atlas"' "$access"
done
ask GET "$streams/clicks/connections" 200 "$newest"
has '"totalCount":7'

kill "$emulator"
wait "$emulator" || die "the emulator ends with an error: $(cat "$temp/err")"
emulator=
[ ! -s "$temp/err" ] || die "the emulator says: $(cat "$temp/err")"
echo "seed-curl.sh: all answers are as they should be"
