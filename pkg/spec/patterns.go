package spec

// What regular expressions say of the checks of texts, in the common part of Go's
// syntax and JavaScript's. Whatever a check lets pass matches.

// The patterns of texts that every kind has.
const (
	// IDPattern is what Atlas calls a unique 24-hexadecimal digit string.
	IDPattern = `^[0-9a-f]{24}$`
	// TextPattern is of any text.
	TextPattern = `^[^\x00]*$`
)

const (
	// unseenRunes are those of the function unseen.
	unseenRunes = `\x00-\x1f\x7f-\x9f` + "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
	// noProject are other characters that no name of a project holds.
	noProject = unseenRunes + "!\"#$%*/;<=>?\\[\\\\\\]^`{|}~"

	// projectPattern is of the name of a project, or its ID.
	projectPattern = `^[^\s` + noProject + `](?:[^` + noProject + `]*[^\s` + noProject + `])?$`

	plainNamePattern     = `^[^\s` + unseenRunes + `](?:[^` + unseenRunes + `]*[^\s` + unseenRunes + `])?$`
	parentNamePattern    = `^[^\s/` + unseenRunes + `](?:[^/` + unseenRunes + `]*[^\s/` + unseenRunes + `])?$`
	folderPattern        = `^\.\.?$` // what no name is
	clusterNamePattern   = `^[a-zA-Z0-9][a-zA-Z0-9-]*$`
	clusterRegionPattern = `^[A-Z0-9_]*$`
	majorVersionPattern  = `^[0-9]+\.[0-9]+$`
	instanceSizePattern  = `^[MR][1-9][0-9]+(_NVME)?$`
	timestampPattern     = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]+(?:Z|[+-][0-9]{2}:[0-9]{2})$`

	webURLPattern         = `^[hH][tT][tT][pP][sS]?://[^\x00]*$`
	headerNamePattern     = `^[A-Za-z0-9!#$%&'*+.^_|~` + "`" + `-]+$`
	headerValuePattern    = `^[^\r\n\x00]*$`
	emailAddressPattern   = `^[^@\x00]+@[^.\x00]*\.[^\x00]*$`
	storageAccountPattern = `^[a-z0-9]*$`
	roleARNPattern        = `^arn:[^:\x00]*:iam:[^:\x00]*:[^:\x00]*:role/[^\x00]*$`
	kafkaARNPattern       = `^arn:[^:\x00]*:kafka:[^:\x00]*:[^:\x00]*:[^\x00]*$`
	vpcEndpointPattern    = `^vpce-[0-9a-f]{17}$`

	octet = `(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`
	ipv4  = octet + `(?:\.` + octet + `){3}`
	ipv6  = `[0-9a-fA-F]*:[0-9a-fA-F:.]*`

	ipAddressPattern     = `^(?:` + ipv4 + `|` + ipv6 + `(?:%[^\x00]+)?)$`
	accessEntryPattern   = `^(?:` + ipv4 + `(?:/(?:3[0-2]|[12]?[0-9]))?|` + ipv6 + `(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?|(?:[0-9]+/)?sg-[0-9a-f]+)$`
	securityGroupPattern = `^(?:[0-9]+/)?sg-[0-9a-f]+$`
	// mappedPattern is of IPv4 addresses in the clothes of IPv6.
	mappedPattern = `^[0:]+[fF]{4}:(?:[0-9]+\.[0-9.]+|[0-9a-fA-F]+:[0-9a-fA-F]+)(?:/[0-9]+)?$`

	port                    = `\+?0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])`
	server                  = `\s*(?:\[[^\[\],\x00]+\]|[^\s,:\[\]\x00][^,:\[\]\x00]*):` + port + `\s*`
	bootstrapServersPattern = `^` + server + `(?:,` + server + `)*$`
)
