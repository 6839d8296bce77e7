-- What `serve.sh` asks for, and what may be answered: every answer is held against the number of
-- matches that was known before the load, whichever commit it comes from.

local paths, known, at = {}, {}, 0
local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

-- Lines of the file: path, query as the answer spells it, matches; tabs between them.
function init(args)
  answered, wrong, example = 0, 0, ""
  for line in io.lines(args[1]) do
    local path, query, total = line:match("^(.-)\t(.-)\t(.-)$")
    paths[#paths + 1] = path
    known[query] = known[query] or {}
    known[query][total] = true
  end
  -- Each thread begins somewhere else.
  at = math.random(#paths)
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function response(status, _, body)
  answered = answered + 1
  local query, total = body:match('^{"query":"(.-)","total":(%d+),')
  local right = query and known[query] and known[query][total] or not query and known[""]
  if status ~= 200 or not right or body:sub(-1) ~= "}" then
    wrong = wrong + 1
    example = status .. " " .. body:sub(1, 200)
  end
end

function done(summary)
  local errors = summary.errors
  local answered, wrong, example = 0, 0, ""
  for _, thread in ipairs(threads) do
    answered = answered + thread:get("answered")
    wrong = wrong + thread:get("wrong")
    if thread:get("example") ~= "" then
      example = " " .. thread:get("example")
    end
  end
  io.write(string.format("answers: %d, wrong: %d%s; refused: %d, timeouts: %d\n",
    answered, wrong, example, errors.connect + errors.read + errors.write, errors.timeout))
end
