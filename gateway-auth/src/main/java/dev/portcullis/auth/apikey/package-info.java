/**
 * API keys: a caller is known by a random key, of which the gateway keeps no more than an HMAC.
 *
 * <p>Starting points: {@link dev.portcullis.auth.apikey.NewApiKey} makes one, {@link dev.portcullis.auth.apikey.ApiKeys}
 * recognises them.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.apikey;
