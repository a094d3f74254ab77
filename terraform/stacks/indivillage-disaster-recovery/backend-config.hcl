# The state of this root lies in the region that is left when the primary one is lost: `terraform/scripts/bootstrap.sh --region us-west-2`
# makes the bucket, terraform-state-us-west-2-<account>. The name holds the account's number, so it is given when the root is initialised: -backend-config="bucket=…". How the state
# is encrypted is left to the bucket.
key                  = "terraform.tfstate"
region               = "us-west-2"
use_lockfile         = true
workspace_key_prefix = "indivillage-disaster-recovery"
