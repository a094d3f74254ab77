variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs; null writes none."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "additional_metrics_enabled" {
  description = "Whether CloudWatch gets the additional metrics as well, such as the cache hit rate; they are charged for each distribution."
  type        = bool
  default     = false
  nullable    = false
}

variable "aliases" {
  description = "Names that the distribution answers to besides its own; they need certificate_arn."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "behaviors" {
  description = "Behaviours by name for path patterns; the lowest priority number is tried first. target is the key of an origin or origin group; the policies are keys of the maps of policies, names of AWS's policies (Managed-*) or identifiers. Behaviours with key_groups serve signed URLs and cookies only. function_arns of others, and keys of functions, run at viewer-request and viewer-response."
  type = map(object({
    priority                = number
    path_pattern            = string
    target                  = string
    cache_policy            = string
    origin_request_policy   = optional(string)
    allowed_methods         = optional(set(string), ["GET", "HEAD", "OPTIONS"])
    viewer_protocol_policy  = optional(string, "redirect-to-https")
    compress                = optional(bool, true)
    function_arns           = optional(map(string), {})
    functions               = optional(map(string), {})
    field_level_encryption  = optional(bool, false)
    key_groups              = optional(set(string), [])
    response_headers_policy = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(distinct([for behavior in values(var.behaviors) : behavior.priority])) == length(var.behaviors)
    error_message = "Each behaviour must have a priority of its own."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) : contains(["redirect-to-https", "https-only"], behavior.viewer_protocol_policy)
    ])
    error_message = "The viewer_protocol_policy must be one of redirect-to-https, https-only."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) :
      contains(concat(keys(var.cache_policies), keys(local.managed_cache_policies)), behavior.cache_policy) || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", behavior.cache_policy))
    ])
    error_message = "The cache_policy of a behaviour must be a key of cache_policies, the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) :
      contains(concat(keys(var.s3_origins), keys(var.custom_origins), keys(var.vpc_origins), keys(var.origin_groups)), behavior.target)
    ])
    error_message = "The target of a behaviour must be a key of s3_origins, custom_origins, vpc_origins or origin_groups."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) :
      behavior.origin_request_policy == null ? true : (
        contains(concat(keys(var.origin_request_policies), keys(local.managed_origin_request_policies)), behavior.origin_request_policy) || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", behavior.origin_request_policy))
      )
    ])
    error_message = "The origin_request_policy of a behaviour must be a key of origin_request_policies, the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition     = var.field_level_encryption != null || alltrue([for behavior in values(var.behaviors) : !behavior.field_level_encryption])
    error_message = "Encrypting fields needs a key: give field_level_encryption."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) :
      behavior.response_headers_policy == null ? true : (
        contains(keys(local.managed_response_headers_policies), behavior.response_headers_policy) ||
        can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", behavior.response_headers_policy))
      )
    ])
    error_message = "The response_headers_policy must be the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition     = alltrue([for behavior in values(var.behaviors) : length(setsubtract(behavior.key_groups, keys(var.key_groups))) == 0])
    error_message = "The key_groups of a behaviour must be keys of key_groups."
  }

  validation {
    condition     = alltrue([for behavior in values(var.behaviors) : length(setsubtract(values(behavior.functions), keys(var.functions))) == 0])
    error_message = "The functions of a behaviour must be keys of functions."
  }

  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) : (
        length(setsubtract(concat(keys(behavior.functions), keys(behavior.function_arns)), ["viewer-request", "viewer-response"])) == 0 &&
        length(setintersection(keys(behavior.functions), keys(behavior.function_arns))) == 0
      )
    ])
    error_message = "A behaviour runs one function at viewer-request and one at viewer-response."
  }

  # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html
  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) : contains(
        ["GET,HEAD", "GET,HEAD,OPTIONS", "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"], join(",", sort(behavior.allowed_methods))
      )
    ])
    error_message = "The allowed_methods of a behaviour must be GET and HEAD, these and OPTIONS, or all: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT."
  }

  # https://github.com/aws/aws-cdk/issues/32450
  validation {
    condition = alltrue([
      for behavior in values(var.behaviors) : !contains(behavior.allowed_methods, "PUT") || !contains(keys(var.origin_groups), behavior.target)
    ])
    error_message = "What goes to an origin group must not be written: allow GET, HEAD and OPTIONS, or name an origin."
  }
}

variable "cache_policies" {
  description = "Cache policies by name: how long objects are kept, and which query strings, headers and cookies tell them apart. A maximum of 0 seconds caches nothing."
  type = map(object({
    default_ttl_seconds = number
    min_ttl_seconds     = optional(number, 0)
    max_ttl_seconds     = optional(number)
    query_strings       = optional(string, "none")
    headers             = optional(set(string), [])
    cookies             = optional(set(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for policy in values(var.cache_policies) : contains(["none", "all"], policy.query_strings)])
    error_message = "query_strings must be one of none, all."
  }

  validation {
    condition = alltrue([
      for policy in values(var.cache_policies) :
      policy.min_ttl_seconds <= policy.default_ttl_seconds &&
      policy.default_ttl_seconds <= (policy.max_ttl_seconds == null ? policy.default_ttl_seconds : policy.max_ttl_seconds)
    ])
    error_message = "The times must rise: min_ttl_seconds, default_ttl_seconds, max_ttl_seconds."
  }

  validation {
    condition = alltrue([
      for policy in values(var.cache_policies) :
      max(policy.default_ttl_seconds, coalesce(policy.max_ttl_seconds, 0)) > 0 ||
      (policy.query_strings == "none" && length(policy.headers) + length(policy.cookies) == 0)
    ])
    error_message = "A policy that caches nothing takes no query_strings, headers or cookies; forward them with an origin request policy."
  }
}

variable "certificate_arn" {
  description = "ARN of the certificate for the aliases; it must be in us-east-1."
  type        = string
  default     = null

  validation {
    condition     = length(var.aliases) == 0 || var.certificate_arn != null
    error_message = "Aliases need a certificate: give certificate_arn."
  }
}

variable "custom_origins" {
  description = "HTTP servers by name, such as load balancers. origin_shield_region adds a cache in front of the origin."
  type = map(object({
    domain_name          = string
    protocol_policy      = optional(string, "https-only")
    read_timeout_seconds = optional(number, 30)
    headers              = optional(map(string), {})
    origin_shield_region = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for origin in values(var.custom_origins) : contains(["https-only", "http-only"], origin.protocol_policy)
    ])
    error_message = "The protocol_policy must be one of https-only, http-only."
  }
}

variable "default_behavior" {
  description = "Behaviour for requests that match no path pattern; target, policies and key_groups are as in behaviors."
  type = object({
    target                  = string
    cache_policy            = string
    origin_request_policy   = optional(string)
    allowed_methods         = optional(set(string), ["GET", "HEAD", "OPTIONS"])
    viewer_protocol_policy  = optional(string, "redirect-to-https")
    compress                = optional(bool, true)
    function_arns           = optional(map(string), {})
    functions               = optional(map(string), {})
    field_level_encryption  = optional(bool, false)
    key_groups              = optional(set(string), [])
    response_headers_policy = optional(string)
  })

  validation {
    condition     = contains(["redirect-to-https", "https-only"], var.default_behavior.viewer_protocol_policy)
    error_message = "The viewer_protocol_policy must be one of redirect-to-https, https-only."
  }

  validation {
    condition = (
      contains(concat(keys(var.cache_policies), keys(local.managed_cache_policies)), var.default_behavior.cache_policy) || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.default_behavior.cache_policy))
    )
    error_message = "The cache_policy of the default behaviour must be a key of cache_policies, the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition = alltrue([
      for behavior in [var.default_behavior] :
      contains(concat(keys(var.s3_origins), keys(var.custom_origins), keys(var.vpc_origins), keys(var.origin_groups)), behavior.target)
    ])
    error_message = "The target of the default behaviour must be a key of s3_origins, custom_origins, vpc_origins or origin_groups."
  }

  validation {
    condition = alltrue([
      for behavior in [var.default_behavior] :
      behavior.origin_request_policy == null ? true : (
        contains(concat(keys(var.origin_request_policies), keys(local.managed_origin_request_policies)), behavior.origin_request_policy) || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", behavior.origin_request_policy))
      )
    ])
    error_message = "The origin_request_policy of the default behaviour must be a key of origin_request_policies, the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition     = var.field_level_encryption != null || alltrue([for behavior in [var.default_behavior] : !behavior.field_level_encryption])
    error_message = "Encrypting fields needs a key: give field_level_encryption."
  }

  validation {
    condition = alltrue([
      for behavior in [var.default_behavior] :
      behavior.response_headers_policy == null ? true : (
        contains(keys(local.managed_response_headers_policies), behavior.response_headers_policy) ||
        can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", behavior.response_headers_policy))
      )
    ])
    error_message = "The response_headers_policy must be the name of one of AWS's (Managed-*) or an identifier."
  }

  validation {
    condition     = alltrue([for behavior in [var.default_behavior] : length(setsubtract(behavior.key_groups, keys(var.key_groups))) == 0])
    error_message = "The key_groups of a behaviour must be keys of key_groups."
  }

  validation {
    condition     = alltrue([for behavior in [var.default_behavior] : length(setsubtract(values(behavior.functions), keys(var.functions))) == 0])
    error_message = "The functions of the default behaviour must be keys of functions."
  }

  validation {
    condition = alltrue([
      for behavior in [var.default_behavior] : (
        length(setsubtract(concat(keys(behavior.functions), keys(behavior.function_arns)), ["viewer-request", "viewer-response"])) == 0 &&
        length(setintersection(keys(behavior.functions), keys(behavior.function_arns))) == 0
      )
    ])
    error_message = "A behaviour runs one function at viewer-request and one at viewer-response."
  }

  validation {
    condition = contains(
      ["GET,HEAD", "GET,HEAD,OPTIONS", "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"], join(",", sort(var.default_behavior.allowed_methods))
    )
    error_message = "The allowed_methods of the default behaviour must be GET and HEAD, these and OPTIONS, or all: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT."
  }

  validation {
    condition     = !contains(var.default_behavior.allowed_methods, "PUT") || !contains(keys(var.origin_groups), var.default_behavior.target)
    error_message = "What goes to an origin group must not be written: allow GET, HEAD and OPTIONS, or name an origin."
  }
}

variable "default_root_object" {
  description = "Object that answers a request for the root; null passes the request on."
  type        = string
  default     = null
}

variable "enabled" {
  description = "Whether the distribution answers requests."
  type        = bool
  default     = true
  nullable    = false
}

variable "error_responses" {
  description = "Answers by the status code of the origin: 400, 403, 404, 405, 414, 416, 500, 501, 502, 503 or 504. response_page_path is the object that answers in its place, with response_code; caching_seconds is how long the error is remembered. For an application of one page: 403 and 404 with response_page_path /index.html and response_code 200."
  type = map(object({
    caching_seconds    = optional(number, 10)
    response_code      = optional(number)
    response_page_path = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = length(setsubtract(
      keys(var.error_responses), ["400", "403", "404", "405", "414", "416", "500", "501", "502", "503", "504"],
    )) == 0
    error_message = "The status codes of error_responses must be among 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504."
  }

  validation {
    condition     = alltrue([for answer in values(var.error_responses) : (answer.response_code == null) == (answer.response_page_path == null)])
    error_message = "response_code and response_page_path go together."
  }

  validation {
    condition = alltrue([
      for answer in values(var.error_responses) : answer.response_page_path == null ? true : startswith(answer.response_page_path, "/")
    ])
    error_message = "The response_page_path must begin with /."
  }

  validation {
    condition = alltrue([
      for answer in values(var.error_responses) : answer.response_code == null ? true :
      contains([200, 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504], answer.response_code)
    ])
    error_message = "The response_code must be one of 200, 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504."
  }

  validation {
    condition     = alltrue([for answer in values(var.error_responses) : answer.caching_seconds >= 0])
    error_message = "caching_seconds must not be negative."
  }
}

variable "field_level_encryption" {
  description = "Public RSA key in PEM form that encrypts the named form fields at the edge, for behaviours with field_level_encryption; null encrypts none."
  type = object({
    public_key_pem = string
    provider_id    = string
    fields         = set(string)
  })
  default = null
}

variable "functions" {
  description = "Functions that run at the edge, by name, for behaviors with functions: their JavaScript and what they are for."
  type = map(object({
    code    = string
    comment = string
    runtime = optional(string, "cloudfront-js-2.0")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.functions) : can(regex("^[a-z][a-z0-9-]*$", key)) && length("${var.name}-${key}") <= 64
    ])
    error_message = "The names of functions must have lower-case letters, digits or hyphens, begin with a letter, and together with name have at most 64 characters."
  }

  validation {
    condition     = alltrue([for function in values(var.functions) : contains(["cloudfront-js-1.0", "cloudfront-js-2.0"], function.runtime)])
    error_message = "The runtime of a function must be one of cloudfront-js-1.0, cloudfront-js-2.0."
  }

  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
  validation {
    condition     = alltrue([for function in values(var.functions) : length(function.code) <= 10240])
    error_message = "The code of a function has at most 10 kilobytes."
  }
}

variable "geo_restriction" {
  description = "Countries, as two-letter codes, that are admitted (whitelist) or refused (blacklist); none admits all."
  type = object({
    restriction_type = string
    locations        = optional(set(string), [])
  })
  default  = { restriction_type = "none" }
  nullable = false

  validation {
    condition     = contains(["none", "whitelist", "blacklist"], var.geo_restriction.restriction_type)
    error_message = "The restriction_type must be one of none, whitelist, blacklist."
  }
}

variable "hsts" {
  description = "How long browsers insist on HTTPS once the distribution has told them so (HSTS), and whether for the subdomains too: only where each of them, also those of others, speaks HTTPS. It cannot be taken back before max_age_seconds are over."
  type = object({
    include_subdomains = optional(bool, false)
    max_age_seconds    = optional(number, 31536000)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.hsts.max_age_seconds >= 0
    error_message = "hsts.max_age_seconds must not be negative."
  }
}

variable "http_version" {
  description = "Newest HTTP version offered to viewers: http2and3, http3, http2 or http1.1."
  type        = string
  default     = "http2and3"
  nullable    = false

  validation {
    condition     = contains(["http2and3", "http3", "http2", "http1.1"], var.http_version)
    error_message = "The HTTP version must be one of http2and3, http3, http2, http1.1."
  }
}

variable "key_groups" {
  description = "Groups by name of the public_keys (by key) with which a URL or cookie can be signed, for behaviours with key_groups."
  type        = map(set(string))
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for keys in values(var.key_groups) : length(keys) > 0])
    error_message = "A key group needs at least one key."
  }

  validation {
    condition     = alltrue([for keys in values(var.key_groups) : length(setsubtract(keys, keys(var.public_keys))) == 0])
    error_message = "The keys of a key group must be keys of public_keys."
  }
}

variable "minimum_tls_version" {
  description = "Oldest TLS policy that viewers may use with the aliases; all speak TLS 1.3 as well."
  type        = string
  default     = "TLSv1.2_2021"
  nullable    = false

  validation {
    condition     = contains(["TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021"], var.minimum_tls_version)
    error_message = "The TLS policy must be one of TLSv1.2_2018, TLSv1.2_2019, TLSv1.2_2021."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "origin_access" {
  description = "How the distribution proves itself to S3: control (origin access control) or identity (origin access identity, the older way)."
  type        = string
  default     = "control"
  nullable    = false

  validation {
    condition     = contains(["control", "identity"], var.origin_access)
    error_message = "The origin access must be one of control, identity."
  }
}

variable "origin_groups" {
  description = "Pairs of origins by name: when the primary answers with one of the status codes, the secondary is asked. Works for GET, HEAD and OPTIONS only."
  type = map(object({
    primary      = string
    secondary    = string
    status_codes = optional(set(number), [500, 502, 503, 504])
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for group in values(var.origin_groups) :
      length(setsubtract([group.primary, group.secondary], concat(keys(var.s3_origins), keys(var.custom_origins), keys(var.vpc_origins)))) == 0
    ])
    error_message = "The primary and secondary of an origin group must be keys of s3_origins, custom_origins or vpc_origins."
  }
}

variable "origin_request_policies" {
  description = "Origin request policies by name: what of the viewer's request is forwarded besides what the cache policy names. query_strings and cookies are none, all, whitelist or allExcept; headers none, allViewer, allViewerAndWhitelistCloudFront, whitelist or allExcept; the lists are in *_names."
  type = map(object({
    cookie_names       = optional(set(string), [])
    cookies            = optional(string, "none")
    header_names       = optional(set(string), [])
    headers            = optional(string, "none")
    query_string_names = optional(set(string), [])
    query_strings      = optional(string, "none")
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for policy in values(var.origin_request_policies) :
      contains(["none", "all", "whitelist", "allExcept"], policy.query_strings) &&
      contains(["none", "allViewer", "allViewerAndWhitelistCloudFront", "whitelist", "allExcept"], policy.headers) &&
      contains(["none", "all", "whitelist", "allExcept"], policy.cookies)
    ])
    error_message = "query_strings and cookies must be one of none, all, whitelist, allExcept; headers must be one of none, allViewer, allViewerAndWhitelistCloudFront, whitelist, allExcept."
  }

  validation {
    condition = alltrue(flatten([
      for policy in values(var.origin_request_policies) : [
        for pair in [
          [policy.query_strings, policy.query_string_names], [policy.headers, policy.header_names], [policy.cookies, policy.cookie_names],
        ] : contains(["whitelist", "allExcept", "allViewerAndWhitelistCloudFront"], pair[0]) == (length(pair[1]) > 0)
      ]
    ]))
    error_message = "whitelist, allExcept and allViewerAndWhitelistCloudFront need names, and nothing else takes them."
  }
}

variable "price_class" {
  description = "Edge locations that serve: PriceClass_100 (North America, Europe), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"
  nullable    = false

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "The price class must be one of PriceClass_100, PriceClass_200, PriceClass_All."
  }
}

variable "public_keys" {
  description = "Public keys by name, in PEM form, with which signed URLs and cookies are checked; the private keys stay with whoever signs."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in values(var.public_keys) : startswith(key, "-----BEGIN PUBLIC KEY-----")])
    error_message = "A public key must begin with -----BEGIN PUBLIC KEY-----."
  }
}

variable "s3_origins" {
  description = "S3 buckets by name. origin_shield_region adds a cache in front of the origin."
  type = map(object({
    bucket_regional_domain_name = string
    origin_path                 = optional(string, "")
    origin_shield_region        = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = length(distinct(
      concat(keys(var.s3_origins), keys(var.custom_origins), keys(var.vpc_origins))
    )) == length(var.s3_origins) + length(var.custom_origins) + length(var.vpc_origins)
    error_message = "S3 origins, custom origins and VPC origins must not share a name."
  }
}

variable "security_headers_enabled" {
  description = "Whether answers carry security headers (HSTS, no sniffing, no framing, referrer policy) where the origin sends none."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc_origins" {
  description = "Load balancers and instances in private subnets by name; nobody but distributions of the account reaches them. domain_name is the name in the certificate of the origin. Their security group admits CloudFront (com.amazonaws.global.cloudfront.origin-facing), and their VPC has an internet gateway."
  type = map(object({
    arn                  = string
    domain_name          = string
    headers              = optional(map(string), {})
    http_port            = optional(number, 80)
    https_port           = optional(number, 443)
    origin_shield_region = optional(string)
    protocol_policy      = optional(string, "https-only")
    read_timeout_seconds = optional(number, 30)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for origin in values(var.vpc_origins) : contains(["https-only", "http-only"], origin.protocol_policy)])
    error_message = "The protocol_policy of a VPC origin must be one of https-only, http-only."
  }

  validation {
    condition = alltrue(flatten([
      for origin in values(var.vpc_origins) : [for port in [origin.http_port, origin.https_port] : port >= 1 && port <= 65535]
    ]))
    error_message = "The ports of a VPC origin must be between 1 and 65535."
  }

  validation {
    condition = alltrue([
      for origin in values(var.vpc_origins) : origin.read_timeout_seconds >= 1 && origin.read_timeout_seconds <= 120
    ])
    error_message = "The read_timeout_seconds of a VPC origin must be between 1 and 120."
  }
}

variable "web_acl_arn" {
  description = "ARN of the web ACL (scope CLOUDFRONT) that filters requests; null filters none."
  type        = string
  default     = null
}
