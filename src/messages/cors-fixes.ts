// What an administrator or a user can paste so that a page of this origin is let in: configuration of proxies and of radosgw, and
// commands that put the page's rule first in a bucket and keep the others. The tests run each of them. The same in every language.
import { CORS_METHODS, pageRule } from '../domain/cors'
import { quoteForShell } from '../domain/share-link'

export const GATEWAY_FIXES = ['nginx', 'haproxy', 'radosgw'] as const
export const BUCKET_FIXES = ['aws', 'boto3', 's3cmd'] as const
export type GatewayFix = (typeof GATEWAY_FIXES)[number]
export type BucketFix = (typeof BUCKET_FIXES)[number]

/** Of a proxy that limits the size of requests. */
export const NGINX_SIZE_FIX = 'client_max_body_size 0;'

const METHODS = CORS_METHODS.join(', ')
const MAX_AGE_SECONDS = 3000

/** @param origin of the page: a scheme, a host and a port, which hold no quotes */
export function formatGatewayFix(fix: GatewayFix, origin: string): string {
  const exposed = pageRule(origin).exposeHeaders.join(', ')
  return { nginx: formatNginx, haproxy: formatHaproxy, radosgw: formatRadosgw }[fix](origin, exposed)
}

/**
 * The gateway itself is not told that a page asks: else it would add headers of its own, and a browser refuses two of one kind. Other
 * pages are passed on as they are, so that the rules of buckets go on counting for them.
 */
function formatNginx(origin: string, exposed: string): string {
  return `# In http { … }:
map $http_origin $lockgate_origin { default ""; "${origin}" $http_origin; }
map $http_origin $other_origin { default $http_origin; "${origin}" ""; }
map $lockgate_origin $lockgate_exposed { default ""; "${origin}" "${exposed}"; }
map "$request_method $http_origin" $lockgate_preflight { default 0; "OPTIONS ${origin}" 1; }
map $lockgate_preflight $lockgate_methods { default ""; 1 "${METHODS}"; }
map $lockgate_preflight $lockgate_headers { default ""; 1 $http_access_control_request_headers; }
map $lockgate_preflight $lockgate_max_age { default ""; 1 ${MAX_AGE_SECONDS}; }

# In the server { … } of the gateway; also in its locations that have add_header lines:
add_header Vary Origin always;
add_header Access-Control-Allow-Origin $lockgate_origin always;
add_header Access-Control-Expose-Headers $lockgate_exposed always;
add_header Access-Control-Allow-Methods $lockgate_methods always;
add_header Access-Control-Allow-Headers $lockgate_headers always;
add_header Access-Control-Max-Age $lockgate_max_age always;
if ($lockgate_preflight) { return 204; }
client_max_body_size 0;

# Beside each proxy_pass to the gateway:
proxy_set_header Host $http_host;
proxy_set_header Origin $other_origin;
`
}

function formatHaproxy(origin: string, exposed: string): string {
  const isPage = 'if { var(txn.lockgate) -m bool }'
  return `# In the frontend of the gateway:
  http-request set-var(txn.lockgate) bool(true) if { req.hdr(Origin) -m str ${origin} }
  http-request return status 204 hdr Access-Control-Allow-Methods "${METHODS}" hdr Access-Control-Allow-Headers "%[req.fhdr(Access-Control-Request-Headers)]" hdr Access-Control-Max-Age ${MAX_AGE_SECONDS} if METH_OPTIONS { var(txn.lockgate) -m bool }
  http-request del-header Origin ${isPage}
  http-after-response add-header Vary Origin
  http-after-response set-header Access-Control-Allow-Origin "${origin}" ${isPage}
  http-after-response set-header Access-Control-Expose-Headers "${exposed}" ${isPage}
`
}

/** Since Umbrella: https://github.com/ceph/ceph/pull/66500. Its options are read when the daemon starts. */
function formatRadosgw(origin: string, exposed: string): string {
  return `ceph config set client.rgw rgw_gcors_allow_origins "${origin}"
ceph config set client.rgw rgw_gcors_allow_methods "${METHODS}"
ceph config set client.rgw rgw_gcors_allow_headers "*"
ceph config set client.rgw rgw_gcors_expose_headers "${exposed}"
# Then restart the radosgw daemons.
`
}

export interface BucketFixPlace {
  readonly endpoint: string
  readonly bucket: string
  /** Of the page. */
  readonly origin: string
}

/** Reads the rules that are there, puts the page's first and keeps the others. Whatever can't be read is not replaced. */
export function formatBucketFix(fix: BucketFix, place: BucketFixPlace): string {
  return { aws: formatAws, boto3: formatBoto3, s3cmd: formatS3cmd }[fix](place)
}

/** As aws-cli and boto3 name its parts. */
function jsonRule(origin: string): { readonly id: string; readonly json: string } {
  const { id = '', allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds } = pageRule(origin)
  const rule = {
    ID: id,
    AllowedOrigins: allowedOrigins,
    AllowedMethods: allowedMethods,
    AllowedHeaders: allowedHeaders,
    ExposeHeaders: exposeHeaders,
    MaxAgeSeconds: maxAgeSeconds
  }
  return { id, json: JSON.stringify(rule) }
}

/** aws-cli stumbles over errors without a message, such as radosgw's, and names their code only when it debugs. */
function formatAws({ endpoint, bucket, origin }: BucketFixPlace): string {
  const { id, json } = jsonRule(origin)
  return `(
rule='${json}'
s3api() { aws --endpoint-url ${quoteForShell(endpoint)} s3api "$@" --bucket ${quoteForShell(bucket)}; }
if s3api get-bucket-cors --output json --query '{CORSRules: [\`['"$rule"']\`, CORSRules[?ID != \`"${id}"\`]][]}' >cors.json 2>cors.err; then :
elif grep -q NoSuchCORSConfiguration cors.err || s3api get-bucket-cors --debug 2>&1 | grep -q '<Code>NoSuchCORSConfiguration</Code>'; then echo '{"CORSRules":['"$rule"']}' >cors.json
else cat cors.err >&2; exit 1; fi
s3api put-bucket-cors --cors-configuration file://cors.json
)
`
}

function formatBoto3({ endpoint, bucket, origin }: BucketFixPlace): string {
  return `import boto3
from botocore.exceptions import ClientError

s3 = boto3.client("s3", endpoint_url=${JSON.stringify(endpoint)})
bucket = ${JSON.stringify(bucket)}
rule = ${jsonRule(origin).json}
try:
    rules = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
except ClientError as error:
    if error.response["Error"]["Code"] != "NoSuchCORSConfiguration":
        raise
    rules = []
rules = [rule] + [other for other in rules if other.get("ID") != rule["ID"]]
s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
`
}

/** s3cmd shows the rules as the gateway's XML, on one line, and `none` also where they can't be read: that is told apart. */
function formatS3cmd({ bucket, origin }: BucketFixPlace): string {
  const { id = '', allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders, maxAgeSeconds } = pageRule(origin)
  const all = (name: string, values: readonly string[]): string =>
    values.map((value) => `<${name}>${value}</${name}>`).join('')
  const rule = `<CORSRule><ID>${id}</ID>${all('AllowedOrigin', allowedOrigins)}${all('AllowedMethod', allowedMethods)}${all('AllowedHeader', allowedHeaders)}${all('ExposeHeader', exposeHeaders)}<MaxAgeSeconds>${maxAgeSeconds}</MaxAgeSeconds></CORSRule>`
  const place = quoteForShell(`s3://${bucket}`)
  return `(
rule='${rule}'
old=$(s3cmd info ${place} | sed -n 's/^ *CORS: *//p') || exit 1
case $old in
  *'<ID>${id}</ID>'*) echo 'The rule is there already.'; exit ;;
  *'<CORSConfiguration'*'</CORSConfiguration>'*) printf '%s' "$old" | sed "s|<CORSConfiguration[^>]*>|&$rule|" >cors.xml ;;
  none) printf '%s' "<CORSConfiguration>$rule</CORSConfiguration>" >cors.xml ;;
  *) echo 'The present rules could not be read.' >&2; exit 1 ;;
esac
s3cmd setcors cors.xml ${place}
)
`
}
