locals {
  # Which groups reach the database, and how they are called in the descriptions of the rules.
  database_clients = { functions = "the functions", tasks = "the tasks" }

  # What stands behind the load balancer.
  targets = { tasks = "the tasks", web = "the website" }
}

module "security_groups" {
  source = "../../../../modules/security-groups"

  name   = var.name
  tags   = var.tags
  vpc_id = module.network.vpc_id

  groups = {
    alb       = { description = "Load balancer" }
    database  = { description = "MySQL" }
    functions = { description = "Functions" }
    tasks     = { description = "Tasks of ECS" }
    web       = { description = "Tasks of the website, which know no database" }
  }

  ingress_rules = merge(
    {
      alb-http = {
        group       = "alb"
        description = "HTTP from the internet, which is sent on to HTTPS"
        from_port   = 80
        cidr_ipv4   = "0.0.0.0/0"
      }
      alb-https = {
        group       = "alb"
        description = "HTTPS from the internet"
        from_port   = 443
        cidr_ipv4   = "0.0.0.0/0"
      }
    },
    {
      for target in keys(local.targets) : "${target}-from-alb" => {
        group            = target
        description      = "Requests from the load balancer"
        from_port        = var.container_port
        referenced_group = "alb"
      }
    },
    {
      for client, called in local.database_clients : "database-from-${client}" => {
        group            = "database"
        description      = "MySQL from ${called}"
        from_port        = 3306
        referenced_group = client
      }
    },
  )

  # Functions and tasks begin connections to the database, and over HTTPS to AWS and to others; nothing else does.
  egress_rules = merge(
    {
      for target, called in local.targets : "alb-to-${target}" => {
        group            = "alb"
        description      = "Requests to ${called}"
        from_port        = var.container_port
        referenced_group = target
      }
    },
    {
      for client, called in local.database_clients : "${client}-to-database" => {
        group            = client
        description      = "MySQL from ${called}"
        from_port        = 3306
        referenced_group = "database"
      }
    },
    {
      for client in ["functions", "tasks", "web"] : "${client}-to-https" => {
        group       = client
        description = "AWS and services of others over HTTPS"
        from_port   = 443
        cidr_ipv4   = "0.0.0.0/0"
      }
    },
  )
}
