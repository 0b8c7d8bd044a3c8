package spec

// What regular expressions say of the checks of texts, in the common part of Go's
// syntax and JavaScript's. Whatever a check lets pass matches.
const (
	plainNamePattern      = `^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$`
	parentNamePattern     = `^[^\s/\x00-\x1f\x7f](?:[^/\x00-\x1f\x7f]*[^\s/\x00-\x1f\x7f])?$`
	majorVersionPattern   = `^[0-9]+\.[0-9]+$`
	instanceSizePattern   = `^[MR][1-9][0-9]+(_NVME)?$`
	clusterNamePattern    = `^[a-zA-Z0-9][a-zA-Z0-9-]*$`
	clusterRegionPattern  = `^[A-Z0-9_]*$`
	objectIDPattern       = `^[0-9a-f]{24}$`
	webURLPattern         = `^[hH][tT][tT][pP][sS]?://`
	roleARNPattern        = `^arn:[^:]*:iam:[^:]*:[^:]*:role/`
	storageAccountPattern = `^[a-z0-9]*$`
	kafkaARNPattern       = `^arn:[^:]*:kafka:[^:]*:[^:]*:`
	timestampPattern      = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T`
	accessEntryPattern    = `^(?:[0-9a-fA-F:.]+(?:/[0-9]+)?|(?:[0-9]+/)?sg-[0-9a-f]+)$`
	endpointIDPattern     = `^(?:vpce-[0-9a-f]{17}|(?:/[^/\s]+){8})$`
	emailAddressPattern   = `^[^@]+@[^.]*\.`
)
