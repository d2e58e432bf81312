-- Takes tokens from all buckets KEYS or from none, on the clock of this server.
--
-- ARGV[1]: how many tokens more to take from each, as far as all have them. Then for each key: microseconds of a tick, units
-- gained in a tick, units of a full bucket, units of a token, units that may be taken before they are there, tokens wanted,
-- units that the caller believes to be missing, and 1 where that counts even if less is missing here.
-- A bucket is "missing tick-number full gain tick". All numbers are whole and below 2^53, so that doubles are exact.
-- Answers how many more were taken, then for each key the units missing afterwards or, refused, minus those still to come.
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local missing, seen, answers = {}, {}, {}
local more, all = tonumber(ARGV[1]), true

for i = 1, #KEYS do
  local a = 1 + (i - 1) * 8
  local tick, gain, full, price = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4])
  local allowance, tokens, known = tonumber(ARGV[a + 5]), tonumber(ARGV[a + 6]), tonumber(ARGV[a + 7])
  local now = math.floor(micros / tick)
  local lacks = known
  seen[i] = now
  local stored = redis.call('GET', KEYS[i])
  if stored then
    local m, t, f, g, k = string.match(stored, '^(%d+) (%d+) (%d+) (%d+) (%d+)$')
    m, t, f, g, k = tonumber(m), tonumber(t), tonumber(f), tonumber(g), tonumber(k)
    local passed = math.floor(micros / k) - t
    if passed < 0 then passed = 0 end
    if passed >= m / g then m = 0 else m = m - passed * g end
    if f ~= full or g ~= gain or k ~= tick then
      -- another rate by now: as full as before, by proportion
      if m > 0 then m = math.min(full, math.ceil(full * (m / f)) + 1) end
    elseif t > now then
      seen[i] = t -- this clock was set back: what has come in until then has come in already
    end
    if ARGV[a + 8] == '1' and known > m then m = known end
    lacks = m
  end
  missing[i] = lacks + tokens * price
  local beyond = missing[i] - full - allowance
  if beyond > 0 and tokens > 0 then
    answers[i] = -beyond
    all = false
  else
    answers[i] = missing[i]
  end
  local room = math.floor((full - missing[i]) / price)
  if room < more then more = math.max(room, 0) end
end

if not all then return {0, unpack(answers)} end

for i = 1, #KEYS do
  local a = 1 + (i - 1) * 8
  local tick, gain, full, price = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3]), tonumber(ARGV[a + 4])
  missing[i] = missing[i] + more * price
  answers[i] = missing[i]
  if missing[i] > 0 then
    local millis = math.ceil(math.ceil(missing[i] / gain) * tick / 1000) + 1000
    redis.call('SET', KEYS[i], string.format('%.0f %.0f %.0f %.0f %.0f', missing[i], seen[i], full, gain, tick), 'PX', millis)
  end
end
return {more, unpack(answers)}
