-- What `serve.sh` asks for: judged queries, as words, with counts, filters and in groups, and the
-- completions of their beginnings.

local paths, at = {}, 0

local function encoded(text)
  return (text:gsub(".", function(byte)
    return string.format("%%%02x", byte:byte())
  end))
end

function init(args)
  if args[1] == "fixed" then
    paths = { "/healthz" }
    return
  end
  local shapes = {
    "/api/search?q=%s",
    "/api/search?q=%s&facets=true",
    "/api/search?q=%s&since=2020&sort=newest",
    "/api/search?q=%s&group=recap&limit=20",
  }
  for line in io.lines(os.getenv("QUERIES")) do
    local query = encoded(line:match('"q": "(.-)"'))
    for _, shape in ipairs(shapes) do
      paths[#paths + 1] = shape:format(query)
    end
    paths[#paths + 1] = "/api/suggest?prefix=" .. query:sub(1, 9)
  end
  -- Each thread begins somewhere else.
  at = math.random(#paths)
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary)
  local errors = summary.errors
  io.write(string.format("errors: %d refused, %d other than 2xx and 3xx, %d timeouts\n",
    errors.connect + errors.read + errors.write, errors.status, errors.timeout))
end
