/*!
This file contains Lit.

BSD 3-Clause License

Copyright (c) 2017 Google LLC. All rights reserved.

Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this
   list of conditions and the following disclaimer.

2. Redistributions in binary form must reproduce the above copyright notice,
   this list of conditions and the following disclaimer in the documentation
   and/or other materials provided with the distribution.

3. Neither the name of the copyright holder nor the names of its
   contributors may be used to endorse or promote products derived from
   this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
*/
var u=(t,e,n)=>()=>{if(n)throw n[0];try{return t&&(e=t(t=0)),e}catch(i){throw n=[i],i}};function D(t){return t?.connected===!1}function lt(t,e){return!!t?.services?.[w]?.[e]}var w,E=u(()=>{"use strict";w="telepo"});function p(t){return typeof t=="object"&&t!==null&&!Array.isArray(t)?t:{}}function S(t){return Array.isArray(t)?t:[]}function h(t){let e=typeof t=="string"?t.trim():"";return e?e.slice(0,200):void 0}function U(t){let e=typeof t=="string"?Date.parse(t):Number.NaN;return Number.isFinite(e)?e:void 0}function $(t,e){try{return t()}catch{return e}}var v=u(()=>{"use strict"});function J(t){let e=new Map;for(let[n,i]of Object.entries(p(t?.entities))){let s=p(i),r=h(s.device_id);if(s.platform!==w||!r)continue;let a=e.get(r)??{deviceId:r,entities:{}};e.set(r,a);let l=pi(t,r);l&&(a.name=l);let o=ui[`${n.split(".")[0]}/${h(s.translation_key)}`];o&&(a.entities[o]=n)}return[...e.values()].sort((n,i)=>(n.name??"").localeCompare(i.name??""))}function oe(t,e){let n=J(t),{entity:i,device_id:s}=e;if(s)return n.find(a=>a.deviceId===s);if(!i)return n.length===1?n[0]:void 0;let r=h(p(t?.entities?.[i]).device_id);return n.find(a=>a.deviceId===r)??(t?.states?.[i]?{entities:{call:i}}:void 0)}function le(t){let e=t.entities.call;return t.deviceId?{device_id:t.deviceId}:e?{entity_id:e}:{}}function pi(t,e){let n=p(t?.devices?.[e]);return h(n.name_by_user)??h(n.name)}var ui,F=u(()=>{"use strict";E();v();ui={"sensor/call":"call","sensor/remote_party":"remote_party","sensor/missed_calls":"missed_calls","sensor/calls_today":"calls_today","sensor/talk_time_today":"talk_time_today","binary_sensor/on_call":"on_call","binary_sensor/ringing":"ringing","event/call":"event","switch/hold":"hold","todo/missed_calls":"todo"}});function dt(t){return $(()=>{let e=J(t).flatMap(s=>s.entities.call??[]),i=e.find(s=>t?.states?.[s]?.state==="ringing")??e[0];return i?{entity:i}:{}},{})}function ct(t,e){return $(()=>{if(p(t?.entities?.[e]).platform!==w)return null;let n=oe(t,{entity:e})?.entities.call;return n?{config:{type:Ie,entity:n}}:null},null)}var Ie,de=u(()=>{"use strict";E();v();F();Ie="custom:telepo-call-card"});var pt,ut=u(()=>{pt={active:"Aktiv",answered_elsewhere:"Anderswo angenommen",back:"Zurück",call_back:"{name} zurückrufen",call_ended:"Das Gespräch ist beendet",calling:"{name} ruft an",cancel:"Abbrechen",cancelled:"Abgebrochen",card_description:"Die Anrufe eines Benutzers in Echtzeit: halten, weiterverbinden und wählen, verpasste und letzte Anrufe",card_name:"Telepo-Anrufe",close:"Schließen",conference:"Konferenz",confirm_connect:"{name} mit {other} verbinden?",confirm_transfer:"{name} mit {destination} verbinden?",connect:"Verbinden",connect_with:"Mit {name} verbinden",connected:"{name} und {other} werden verbunden",connection_lost:"Die Verbindung ist abgebrochen. Sieh nach, ob es geschehen ist, bevor du es noch einmal versuchst.",contacts:"Kontakte",continue:"Weiter",destination:"Name oder Nummer",details:"Details zu {name}",dial:"Anrufen",dial_title:"Neuer Anruf",dialed:"Dein Telefon klingelt: Nimm ab, um {destination} anzurufen",dialing:"Wählt",editor_confirm_transfer:"Vor dem Weiterverbinden fragen",editor_dial:"Anrufen von der Karte aus",editor_entity:"Benutzer",editor_entity_help:"Der Anrufsensor des Benutzers. Nicht nötig, wenn es nur einen Benutzer gibt.",editor_name:"Titel",editor_recent:"Anzahl der letzten Anrufe",editor_show_missed:"Verpasste Anrufe",editor_show_recent:"Letzte Anrufe",ended:"Beendet",error_config:"Die Konfiguration der Karte ist ungültig: {option}",failed:"Fehlgeschlagen",gone:"Die Entität dieser Karte gibt es nicht, oder sie ist abgeschaltet.",held:"Gehalten",hold:"Halten",idle:"Keine Anrufe",incoming:"Eingehend",mark_all_read:"Alle als gelesen markieren",mark_read:"Anruf von {name} als gelesen markieren",missed:"Verpasst",missed_calls:"Verpasste Anrufe",more:"Mehr",more_missed:"{count} weitere",no_recent:"Keine Anrufe in den letzten Tagen",no_users:"Es ist noch kein Benutzer eingerichtet. Füge zuerst die Integration MiCloud Telepo hinzu.",not_allowed:"Du bist dazu nicht berechtigt.",not_done:"Das hat nicht geklappt.",on_its_way:"{name} ist auf dem Weg zu {destination}",other_calls:"Weitere Anrufe: {count}",outgoing:"Ausgehend",parked:"Geparkt",pick_user:"Wähle in den Einstellungen der Karte, wessen Anrufe sie zeigt.",recent_calls:"Letzte Anrufe",recording:"Aufzeichnung",rejected:"Abgewiesen",resume:"Fortsetzen",ringing:"Klingelt",strategy_description:"Die Anrufe aller Benutzer der Telefonanlage",talk_time:"Gesprächszeit heute: {time}",transfer:"Weiterverbinden",transfer_title:"{name} weiterverbinden",transferred:"{name} wurde mit {destination} verbunden",type:"Wie",type_basic:"Dort klingeln",type_camp_on:"Warten, wenn besetzt",type_voicemail:"Zur Voicemail",unavailable:"Die Telefonanlage antwortet im Moment nicht.",unknown:"Unbekannt",unknown_party:"Unbekannte Nummer",unloaded:"Die Integration läuft für diesen Benutzer nicht.",view_title:"Anrufe",waiting:"Warten auf die Telefonanlage"}});var ce,mt=u(()=>{ce={active:"Active",answered_elsewhere:"Answered elsewhere",back:"Back",call_back:"Call {name} back",call_ended:"The call has ended",calling:"{name} is calling",cancel:"Cancel",cancelled:"Cancelled",card_description:"A user's calls as they happen: hold, resume, transfer and dial, missed and recent calls",card_name:"Telepo calls",close:"Close",conference:"Conference",confirm_connect:"Connect {name} with {other}?",confirm_transfer:"Transfer {name} to {destination}?",connect:"Connect",connect_with:"Connect with {name}",connected:"{name} and {other} are being connected",connection_lost:"The connection was lost. Look whether it happened before you try again.",contacts:"Contacts",continue:"Continue",destination:"Name or number",details:"Details of {name}",dial:"Call",dial_title:"New call",dialed:"Your telephone rings: pick up to call {destination}",dialing:"Dialing",editor_confirm_transfer:"Ask before a transfer",editor_dial:"Calling from the card",editor_entity:"User",editor_entity_help:"The call sensor of the user. Not needed when there is only one user.",editor_name:"Title",editor_recent:"Number of recent calls",editor_show_missed:"Missed calls",editor_show_recent:"Recent calls",ended:"Ended",error_config:"The card's configuration is not valid: {option}",failed:"Failed",gone:"The entity of this card does not exist or is switched off.",held:"On hold",hold:"Hold",idle:"No calls",incoming:"Incoming",mark_all_read:"Mark all as read",mark_read:"Mark the call of {name} as read",missed:"Missed",missed_calls:"Missed calls",more:"More",more_missed:"{count} more",no_recent:"No calls in the last days",no_users:"No user is set up yet. Add the integration MiCloud Telepo first.",not_allowed:"You are not allowed to do this.",not_done:"That did not work.",on_its_way:"{name} is on the way to {destination}",other_calls:"Other calls: {count}",outgoing:"Outgoing",parked:"Parked",pick_user:"Choose in the card's settings whose calls it shows.",recent_calls:"Recent calls",recording:"Recording",rejected:"Rejected",resume:"Resume",ringing:"Ringing",strategy_description:"The calls of all users of the telephone exchange",talk_time:"Talk time today: {time}",transfer:"Transfer",transfer_title:"Transfer {name}",transferred:"{name} was transferred to {destination}",type:"How",type_basic:"Ring there",type_camp_on:"Wait when busy",type_voicemail:"To voicemail",unavailable:"The telephone exchange does not answer at the moment.",unknown:"Unknown",unknown_party:"Unknown number",unloaded:"The integration is not running for this user.",view_title:"Calls",waiting:"Waiting for the telephone exchange"}});var ft,ht=u(()=>{ft={active:"Activa",answered_elsewhere:"Respondida en otro lugar",back:"Atrás",call_back:"Devolver la llamada a {name}",call_ended:"La llamada ha terminado",calling:"Llama {name}",cancel:"Cancelar",cancelled:"Cancelada",card_description:"Las llamadas de un usuario en directo: poner en espera, transferir y llamar, llamadas perdidas y recientes",card_name:"Llamadas de Telepo",close:"Cerrar",conference:"Conferencia",confirm_connect:"¿Conectar a {name} con {other}?",confirm_transfer:"¿Transferir a {name} a {destination}?",connect:"Conectar",connect_with:"Conectar con {name}",connected:"{name} y {other} se están conectando",connection_lost:"Se perdió la conexión. Comprueba si ocurrió antes de volver a intentarlo.",contacts:"Contactos",continue:"Continuar",destination:"Nombre o número",details:"Detalles de {name}",dial:"Llamar",dial_title:"Nueva llamada",dialed:"Tu teléfono suena: descuelga para llamar a {destination}",dialing:"Marcando",editor_confirm_transfer:"Preguntar antes de transferir",editor_dial:"Llamar desde la tarjeta",editor_entity:"Usuario",editor_entity_help:"El sensor de llamada del usuario. No hace falta si solo hay un usuario.",editor_name:"Título",editor_recent:"Número de llamadas recientes",editor_show_missed:"Llamadas perdidas",editor_show_recent:"Llamadas recientes",ended:"Finalizada",error_config:"La configuración de la tarjeta no es válida: {option}",failed:"Fallida",gone:"La entidad de esta tarjeta no existe o está desactivada.",held:"En espera",hold:"Poner en espera",idle:"Sin llamadas",incoming:"Entrante",mark_all_read:"Marcar todas como leídas",mark_read:"Marcar la llamada de {name} como leída",missed:"Perdida",missed_calls:"Llamadas perdidas",more:"Más",more_missed:"{count} más",no_recent:"Sin llamadas en los últimos días",no_users:"Todavía no hay ningún usuario configurado. Añade primero la integración MiCloud Telepo.",not_allowed:"No tienes permiso para hacer esto.",not_done:"No ha funcionado.",on_its_way:"{name} va camino de {destination}",other_calls:"Otras llamadas: {count}",outgoing:"Saliente",parked:"Aparcada",pick_user:"Elige en los ajustes de la tarjeta de quién son las llamadas que muestra.",recent_calls:"Llamadas recientes",recording:"Grabando",rejected:"Rechazada",resume:"Reanudar",ringing:"Sonando",strategy_description:"Las llamadas de todos los usuarios de la centralita",talk_time:"Tiempo de conversación de hoy: {time}",transfer:"Transferir",transfer_title:"Transferir a {name}",transferred:"{name} se ha transferido a {destination}",type:"Cómo",type_basic:"Que suene allí",type_camp_on:"Esperar si comunica",type_voicemail:"Al buzón de voz",unavailable:"La centralita no responde en este momento.",unknown:"Desconocido",unknown_party:"Número desconocido",unloaded:"La integración no está en marcha para este usuario.",view_title:"Llamadas",waiting:"Esperando a la centralita"}});var yt,gt=u(()=>{yt={active:"Aktiivinen",answered_elsewhere:"Vastattu muualla",back:"Takaisin",call_back:"Soita takaisin: {name}",call_ended:"Puhelu on päättynyt",calling:"{name} soittaa",cancel:"Peruuta",cancelled:"Peruutettu",card_description:"Käyttäjän puhelut niiden aikana: pito, siirto ja soittaminen, vastaamattomat ja viimeisimmät puhelut",card_name:"Telepo-puhelut",close:"Sulje",conference:"Neuvottelu",confirm_connect:"Yhdistetäänkö {name} ja {other}?",confirm_transfer:"Siirretäänkö {name} kohteeseen {destination}?",connect:"Yhdistä",connect_with:"Yhdistä: {name}",connected:"{name} ja {other} yhdistetään",connection_lost:"Yhteys katkesi. Tarkista, tapahtuiko se, ennen kuin yrität uudelleen.",contacts:"Yhteystiedot",continue:"Jatka",destination:"Nimi tai numero",details:"Lisätiedot: {name}",dial:"Soita",dial_title:"Uusi puhelu",dialed:"Puhelimesi soi: vastaa, niin soitetaan kohteeseen {destination}",dialing:"Soittaa",editor_confirm_transfer:"Kysy ennen siirtoa",editor_dial:"Soittaminen kortista",editor_entity:"Käyttäjä",editor_entity_help:"Käyttäjän puheluanturi. Ei tarvita, kun käyttäjiä on vain yksi.",editor_name:"Otsikko",editor_recent:"Viimeisimpien puhelujen määrä",editor_show_missed:"Vastaamattomat puhelut",editor_show_recent:"Viimeisimmät puhelut",ended:"Päättynyt",error_config:"Kortin määritys ei kelpaa: {option}",failed:"Epäonnistunut",gone:"Kortin entiteettiä ei ole, tai se on poistettu käytöstä.",held:"Pidossa",hold:"Pito",idle:"Ei puheluja",incoming:"Saapuva",mark_all_read:"Merkitse kaikki luetuiksi",mark_read:"Merkitse puhelu luetuksi: {name}",missed:"Vastaamaton",missed_calls:"Vastaamattomat puhelut",more:"Lisää",more_missed:"{count} muuta",no_recent:"Ei puheluja viime päivinä",no_users:"Yhtään käyttäjää ei ole vielä määritetty. Lisää ensin integraatio MiCloud Telepo.",not_allowed:"Sinulla ei ole oikeutta tehdä tätä.",not_done:"Se ei onnistunut.",on_its_way:"{name} on matkalla kohteeseen {destination}",other_calls:"Muut puhelut: {count}",outgoing:"Lähtevä",parked:"Parkissa",pick_user:"Valitse kortin asetuksista, kenen puhelut se näyttää.",recent_calls:"Viimeisimmät puhelut",recording:"Tallennetaan",rejected:"Hylätty",resume:"Jatka puhelua",ringing:"Soi",strategy_description:"Puhelinvaihteen kaikkien käyttäjien puhelut",talk_time:"Puheaika tänään: {time}",transfer:"Siirrä",transfer_title:"Siirrä puhelu: {name}",transferred:"{name} siirrettiin kohteeseen {destination}",type:"Tapa",type_basic:"Soita sinne",type_camp_on:"Odota, jos varattu",type_voicemail:"Vastaajaan",unavailable:"Puhelinvaihde ei vastaa juuri nyt.",unknown:"Tuntematon",unknown_party:"Tuntematon numero",unloaded:"Integraatio ei ole käynnissä tälle käyttäjälle.",view_title:"Puhelut",waiting:"Odotetaan puhelinvaihdetta"}});var bt,_t=u(()=>{bt={active:"Actif",answered_elsewhere:"Décroché ailleurs",back:"Retour",call_back:"Rappeler {name}",call_ended:"L'appel est terminé",calling:"{name} appelle",cancel:"Annuler",cancelled:"Annulé",card_description:"Les appels d'un utilisateur en direct : mettre en attente, transférer et appeler, appels manqués et récents",card_name:"Appels Telepo",close:"Fermer",conference:"Conférence",confirm_connect:"Relier {name} à {other} ?",confirm_transfer:"Transférer {name} vers {destination} ?",connect:"Relier",connect_with:"Relier à {name}",connected:"{name} et {other} sont reliés",connection_lost:"La connexion a été coupée. Vérifiez si l'action a eu lieu avant de réessayer.",contacts:"Contacts",continue:"Continuer",destination:"Nom ou numéro",details:"Détails de {name}",dial:"Appeler",dial_title:"Nouvel appel",dialed:"Votre téléphone sonne : décrochez pour appeler {destination}",dialing:"Numérotation",editor_confirm_transfer:"Demander avant un transfert",editor_dial:"Appeler depuis la carte",editor_entity:"Utilisateur",editor_entity_help:"Le capteur d'appel de l'utilisateur. Inutile s'il n'y a qu'un seul utilisateur.",editor_name:"Titre",editor_recent:"Nombre d'appels récents",editor_show_missed:"Appels manqués",editor_show_recent:"Appels récents",ended:"Terminé",error_config:"La configuration de la carte n'est pas valide : {option}",failed:"Échoué",gone:"L'entité de cette carte n'existe pas ou est désactivée.",held:"En attente",hold:"Mettre en attente",idle:"Aucun appel",incoming:"Entrant",mark_all_read:"Tout marquer comme lu",mark_read:"Marquer l'appel de {name} comme lu",missed:"Manqué",missed_calls:"Appels manqués",more:"Plus",more_missed:"{count} de plus",no_recent:"Aucun appel ces derniers jours",no_users:"Aucun utilisateur n'est encore configuré. Ajoutez d'abord l'intégration MiCloud Telepo.",not_allowed:"Vous n'êtes pas autorisé à faire cela.",not_done:"Cela n'a pas fonctionné.",on_its_way:"{name} est en route vers {destination}",other_calls:"Autres appels : {count}",outgoing:"Sortant",parked:"Parqué",pick_user:"Choisissez dans les paramètres de la carte de qui elle affiche les appels.",recent_calls:"Appels récents",recording:"Enregistrement",rejected:"Refusé",resume:"Reprendre",ringing:"Sonnerie",strategy_description:"Les appels de tous les utilisateurs du central téléphonique",talk_time:"Temps de conversation aujourd'hui : {time}",transfer:"Transférer",transfer_title:"Transférer {name}",transferred:"{name} a été transféré vers {destination}",type:"Comment",type_basic:"Faire sonner",type_camp_on:"Attendre si occupé",type_voicemail:"Vers la messagerie vocale",unavailable:"Le central téléphonique ne répond pas pour le moment.",unknown:"Inconnu",unknown_party:"Numéro inconnu",unloaded:"L'intégration n'est pas active pour cet utilisateur.",view_title:"Appels",waiting:"En attente du central téléphonique"}});var wt,kt=u(()=>{wt={active:"Attiva",answered_elsewhere:"Risposta altrove",back:"Indietro",call_back:"Richiama {name}",call_ended:"La chiamata è terminata",calling:"{name} sta chiamando",cancel:"Annulla",cancelled:"Annullata",card_description:"Le chiamate di un utente in tempo reale: mettere in attesa, trasferire e chiamare, chiamate perse e recenti",card_name:"Chiamate Telepo",close:"Chiudi",conference:"Conferenza",confirm_connect:"Collegare {name} con {other}?",confirm_transfer:"Trasferire {name} a {destination}?",connect:"Collega",connect_with:"Collega con {name}",connected:"Collegamento di {name} con {other} in corso",connection_lost:"La connessione è caduta. Controlla se è successo prima di riprovare.",contacts:"Contatti",continue:"Continua",destination:"Nome o numero",details:"Dettagli di {name}",dial:"Chiama",dial_title:"Nuova chiamata",dialed:"Il tuo telefono squilla: rispondi per chiamare {destination}",dialing:"Sta componendo",editor_confirm_transfer:"Chiedi prima di trasferire",editor_dial:"Chiamare dalla scheda",editor_entity:"Utente",editor_entity_help:"Il sensore della chiamata dell'utente. Non serve se c'è un solo utente.",editor_name:"Titolo",editor_recent:"Numero di chiamate recenti",editor_show_missed:"Chiamate perse",editor_show_recent:"Chiamate recenti",ended:"Terminata",error_config:"La configurazione della scheda non è valida: {option}",failed:"Non riuscita",gone:"L'entità di questa scheda non esiste o è disattivata.",held:"In attesa",hold:"Metti in attesa",idle:"Nessuna chiamata",incoming:"In entrata",mark_all_read:"Segna tutte come lette",mark_read:"Segna la chiamata di {name} come letta",missed:"Persa",missed_calls:"Chiamate perse",more:"Altro",more_missed:"Altre {count}",no_recent:"Nessuna chiamata negli ultimi giorni",no_users:"Non è ancora configurato alcun utente. Aggiungi prima l'integrazione MiCloud Telepo.",not_allowed:"Non hai il permesso di farlo.",not_done:"Non ha funzionato.",on_its_way:"{name} sta passando a {destination}",other_calls:"Altre chiamate: {count}",outgoing:"In uscita",parked:"Parcheggiata",pick_user:"Scegli nelle impostazioni della scheda di chi mostra le chiamate.",recent_calls:"Chiamate recenti",recording:"Registrazione",rejected:"Rifiutata",resume:"Riprendi",ringing:"Sta squillando",strategy_description:"Le chiamate di tutti gli utenti del centralino",talk_time:"Tempo di conversazione di oggi: {time}",transfer:"Trasferisci",transfer_title:"Trasferisci {name}",transferred:"{name} trasferita a {destination}",type:"Come",type_basic:"Fai squillare",type_camp_on:"Attendi se occupato",type_voicemail:"Alla segreteria",unavailable:"Il centralino al momento non risponde.",unknown:"Sconosciuta",unknown_party:"Numero sconosciuto",unloaded:"L'integrazione non è attiva per questo utente.",view_title:"Chiamate",waiting:"In attesa del centralino"}});var xt,vt=u(()=>{xt={active:"Actief",answered_elsewhere:"Elders beantwoord",back:"Terug",call_back:"{name} terugbellen",call_ended:"Het gesprek is beëindigd",calling:"{name} belt",cancel:"Annuleren",cancelled:"Geannuleerd",card_description:"De gesprekken van een gebruiker terwijl ze plaatsvinden: in de wacht zetten, doorverbinden en bellen, gemiste oproepen en recente gesprekken",card_name:"Telepo-gesprekken",close:"Sluiten",conference:"Conferentie",confirm_connect:"{name} met {other} verbinden?",confirm_transfer:"{name} doorverbinden met {destination}?",connect:"Verbinden",connect_with:"Verbinden met {name}",connected:"{name} en {other} worden verbonden",connection_lost:"De verbinding is verbroken. Kijk of het gebeurd is voordat je het opnieuw probeert.",contacts:"Contacten",continue:"Doorgaan",destination:"Naam of nummer",details:"Details van {name}",dial:"Bellen",dial_title:"Nieuw gesprek",dialed:"Je telefoon gaat over: neem op om {destination} te bellen",dialing:"Kiest nummer",editor_confirm_transfer:"Vragen voor het doorverbinden",editor_dial:"Bellen vanaf de kaart",editor_entity:"Gebruiker",editor_entity_help:"De gesprekssensor van de gebruiker. Niet nodig als er maar één gebruiker is.",editor_name:"Titel",editor_recent:"Aantal recente gesprekken",editor_show_missed:"Gemiste oproepen",editor_show_recent:"Recente gesprekken",ended:"Beëindigd",error_config:"De configuratie van de kaart is niet geldig: {option}",failed:"Mislukt",gone:"De entiteit van deze kaart bestaat niet of is uitgeschakeld.",held:"In de wacht",hold:"In de wacht",idle:"Geen gesprekken",incoming:"Inkomend",mark_all_read:"Alles als gelezen markeren",mark_read:"Gesprek van {name} als gelezen markeren",missed:"Gemist",missed_calls:"Gemiste oproepen",more:"Meer",more_missed:"Nog {count}",no_recent:"Geen gesprekken in de afgelopen dagen",no_users:"Er is nog geen gebruiker ingesteld. Voeg eerst de integratie MiCloud Telepo toe.",not_allowed:"Je hebt hier geen toestemming voor.",not_done:"Dat is niet gelukt.",on_its_way:"{name} is onderweg naar {destination}",other_calls:"Andere gesprekken: {count}",outgoing:"Uitgaand",parked:"Geparkeerd",pick_user:"Kies in de instellingen van de kaart wiens gesprekken zij toont.",recent_calls:"Recente gesprekken",recording:"Opname",rejected:"Geweigerd",resume:"Hervatten",ringing:"Gaat over",strategy_description:"De gesprekken van alle gebruikers van de telefooncentrale",talk_time:"Gesprekstijd vandaag: {time}",transfer:"Doorverbinden",transfer_title:"{name} doorverbinden",transferred:"{name} is doorverbonden met {destination}",type:"Hoe",type_basic:"Daar laten overgaan",type_camp_on:"Wachten als bezet",type_voicemail:"Naar voicemail",unavailable:"De telefooncentrale antwoordt op dit moment niet.",unknown:"Onbekend",unknown_party:"Onbekend nummer",unloaded:"De integratie werkt niet voor deze gebruiker.",view_title:"Gesprekken",waiting:"Wachten op de telefooncentrale"}});var At,$t=u(()=>{At={active:"Aktivt",answered_elsewhere:"Besvarat på annat håll",back:"Tillbaka",call_back:"Ring upp {name}",call_ended:"Samtalet är avslutat",calling:"{name} ringer",cancel:"Avbryt",cancelled:"Avbrutet",card_description:"En användares samtal medan de pågår: vänteläge, koppla och ring, missade och senaste samtal",card_name:"Telepo-samtal",close:"Stäng",conference:"Konferens",confirm_connect:"Koppla ihop {name} med {other}?",confirm_transfer:"Koppla {name} till {destination}?",connect:"Koppla ihop",connect_with:"Koppla ihop med {name}",connected:"{name} och {other} kopplas ihop",connection_lost:"Anslutningen bröts. Se efter om det hände innan du försöker igen.",contacts:"Kontakter",continue:"Fortsätt",destination:"Namn eller nummer",details:"Detaljer om {name}",dial:"Ring",dial_title:"Nytt samtal",dialed:"Din telefon ringer: svara för att ringa {destination}",dialing:"Ringer upp",editor_confirm_transfer:"Fråga före koppling",editor_dial:"Ringa från kortet",editor_entity:"Användare",editor_entity_help:"Användarens samtalssensor. Behövs inte när det bara finns en användare.",editor_name:"Titel",editor_recent:"Antal senaste samtal",editor_show_missed:"Missade samtal",editor_show_recent:"Senaste samtal",ended:"Avslutat",error_config:"Kortets konfiguration är inte giltig: {option}",failed:"Misslyckat",gone:"Kortets entitet finns inte eller är avstängd.",held:"I vänteläge",hold:"Vänteläge",idle:"Inga samtal",incoming:"Inkommande",mark_all_read:"Markera alla som lästa",mark_read:"Markera samtalet från {name} som läst",missed:"Missat",missed_calls:"Missade samtal",more:"Mer",more_missed:"{count} till",no_recent:"Inga samtal de senaste dagarna",no_users:"Ingen användare är konfigurerad än. Lägg först till integrationen MiCloud Telepo.",not_allowed:"Du har inte behörighet att göra det här.",not_done:"Det gick inte.",on_its_way:"{name} är på väg till {destination}",other_calls:"Andra samtal: {count}",outgoing:"Utgående",parked:"Parkerat",pick_user:"Välj i kortets inställningar vems samtal det visar.",recent_calls:"Senaste samtal",recording:"Spelas in",rejected:"Avvisat",resume:"Återuppta",ringing:"Ringer",strategy_description:"Samtalen för alla användare i telefonväxeln",talk_time:"Samtalstid i dag: {time}",transfer:"Koppla",transfer_title:"Koppla {name}",transferred:"{name} har kopplats till {destination}",type:"Hur",type_basic:"Ring dit",type_camp_on:"Vänta om upptaget",type_voicemail:"Till röstbrevlådan",unavailable:"Telefonväxeln svarar inte just nu.",unknown:"Okänt",unknown_party:"Okänt nummer",unloaded:"Integrationen körs inte för den här användaren.",view_title:"Samtal",waiting:"Väntar på telefonväxeln"}});function A(t){return h(p(t?.locale).language)??h(t?.language)??h(globalThis.document?.documentElement?.lang)??"en"}function k(t){let e=t.toLowerCase().split(/[-_]/)[0]??"",n=Object.hasOwn(St,e)?e:"en",i=Tt.get(n)??wi(St[n]??ce);return Tt.set(n,i),i}function wi(t){return(e,n={})=>(t[e]??ce[e]).replace(/\{(\w+)\}/g,(i,s)=>Object.hasOwn(n,s)?n[s]??i:i)}var St,Tt,N=u(()=>{"use strict";v();ut();mt();ht();gt();_t();kt();vt();$t();St={de:pt,en:ce,es:ft,fi:yt,fr:bt,it:wt,nl:xt,sv:At};Tt=new Map});var ue,pe,ze,Ct,X,Et,P,Rt,je,qe=u(()=>{/**
 * @license
 * Copyright 2019 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */ue=globalThis,pe=ue.ShadowRoot&&(ue.ShadyCSS===void 0||ue.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,ze=Symbol(),Ct=new WeakMap,X=class{constructor(e,n,i){if(this._$cssResult$=!0,i!==ze)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=n}get styleSheet(){let e=this.o,n=this.t;if(pe&&e===void 0){let i=n!==void 0&&n.length===1;i&&(e=Ct.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),i&&Ct.set(n,e))}return e}toString(){return this.cssText}},Et=t=>new X(typeof t=="string"?t:t+"",void 0,ze),P=(t,...e)=>{let n=t.length===1?t[0]:e.reduce((i,s,r)=>i+(a=>{if(a._$cssResult$===!0)return a.cssText;if(typeof a=="number")return a;throw Error("Value passed to 'css' function must be a 'css' function result: "+a+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+t[r+1],t[0]);return new X(n,t,ze)},Rt=(t,e)=>{if(pe)t.adoptedStyleSheets=e.map(n=>n instanceof CSSStyleSheet?n:n.styleSheet);else for(let n of e){let i=document.createElement("style"),s=ue.litNonce;s!==void 0&&i.setAttribute("nonce",s),i.textContent=n.cssText,t.appendChild(i)}},je=pe?t=>t:t=>t instanceof CSSStyleSheet?(e=>{let n="";for(let i of e.cssRules)n+=i.cssText;return Et(n)})(t):t});var vi,xi,$i,Ai,Si,Ti,me,Mt,Ci,Ei,Q,Be,Nt,Dt,O,he=u(()=>{qe();qe();/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */({is:vi,defineProperty:xi,getOwnPropertyDescriptor:$i,getOwnPropertyNames:Ai,getOwnPropertySymbols:Si,getPrototypeOf:Ti}=Object),me=globalThis,Mt=me.trustedTypes,Ci=Mt?Mt.emptyScript:"",Ei=me.reactiveElementPolyfillSupport,Q=(t,e)=>t,Be={toAttribute(t,e){switch(e){case Boolean:t=t?Ci:null;break;case Object:case Array:t=t==null?t:JSON.stringify(t)}return t},fromAttribute(t,e){let n=t;switch(e){case Boolean:n=t!==null;break;case Number:n=t===null?null:Number(t);break;case Object:case Array:try{n=JSON.parse(t)}catch{n=null}}return n}},Nt=(t,e)=>!vi(t,e),Dt={attribute:!0,type:String,converter:Be,reflect:!1,useDefault:!1,hasChanged:Nt};Symbol.metadata??=Symbol("metadata"),me.litPropertyMetadata??=new WeakMap;O=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,n=Dt){if(n.state&&(n.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((n=Object.create(n)).wrapped=!0),this.elementProperties.set(e,n),!n.noAccessor){let i=Symbol(),s=this.getPropertyDescriptor(e,i,n);s!==void 0&&xi(this.prototype,e,s)}}static getPropertyDescriptor(e,n,i){let{get:s,set:r}=$i(this.prototype,e)??{get(){return this[n]},set(a){this[n]=a}};return{get:s,set(a){let l=s?.call(this);r?.call(this,a),this.requestUpdate(e,l,i)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Dt}static _$Ei(){if(this.hasOwnProperty(Q("elementProperties")))return;let e=Ti(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Q("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Q("properties"))){let n=this.properties,i=[...Ai(n),...Si(n)];for(let s of i)this.createProperty(s,n[s])}let e=this[Symbol.metadata];if(e!==null){let n=litPropertyMetadata.get(e);if(n!==void 0)for(let[i,s]of n)this.elementProperties.set(i,s)}this._$Eh=new Map;for(let[n,i]of this.elementProperties){let s=this._$Eu(n,i);s!==void 0&&this._$Eh.set(s,n)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let n=[];if(Array.isArray(e)){let i=new Set(e.flat(1/0).reverse());for(let s of i)n.unshift(je(s))}else e!==void 0&&n.push(je(e));return n}static _$Eu(e,n){let i=n.attribute;return i===!1?void 0:typeof i=="string"?i:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,n=this.constructor.elementProperties;for(let i of n.keys())this.hasOwnProperty(i)&&(e.set(i,this[i]),delete this[i]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Rt(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,n,i){this._$AK(e,i)}_$ET(e,n){let i=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,i);if(s!==void 0&&i.reflect===!0){let r=(i.converter?.toAttribute!==void 0?i.converter:Be).toAttribute(n,i.type);this._$Em=e,r==null?this.removeAttribute(s):this.setAttribute(s,r),this._$Em=null}}_$AK(e,n){let i=this.constructor,s=i._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let r=i.getPropertyOptions(s),a=typeof r.converter=="function"?{fromAttribute:r.converter}:r.converter?.fromAttribute!==void 0?r.converter:Be;this._$Em=s;let l=a.fromAttribute(n,r.type);this[s]=l??this._$Ej?.get(s)??l,this._$Em=null}}requestUpdate(e,n,i,s=!1,r){if(e!==void 0){let a=this.constructor;if(s===!1&&(r=this[e]),i??=a.getPropertyOptions(e),!((i.hasChanged??Nt)(r,n)||i.useDefault&&i.reflect&&r===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,i))))return;this.C(e,n,i)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,n,{useDefault:i,reflect:s,wrapped:r},a){i&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??n??this[e]),r!==!0||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||i||(n=void 0),this._$AL.set(e,n)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(n){Promise.reject(n)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,r]of this._$Ep)this[s]=r;this._$Ep=void 0}let i=this.constructor.elementProperties;if(i.size>0)for(let[s,r]of i){let{wrapped:a}=r,l=this[s];a!==!0||this._$AL.has(s)||l===void 0||this.C(s,void 0,r,l)}}let e=!1,n=this._$AL;try{e=this.shouldUpdate(n),e?(this.willUpdate(n),this._$EO?.forEach(i=>i.hostUpdate?.()),this.update(n)):this._$EM()}catch(i){throw e=!1,this._$EM(),i}e&&this._$AE(n)}willUpdate(e){}_$AE(e){this._$EO?.forEach(n=>n.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(n=>this._$ET(n,this[n])),this._$EM()}updated(e){}firstUpdated(e){}};O.elementStyles=[],O.shadowRootOptions={mode:"open"},O[Q("elementProperties")]=new Map,O[Q("finalized")]=new Map,Ei?.({ReactiveElement:O}),(me.reactiveElementVersions??=[]).push("2.1.2")});function Bt(t,e){if(!We(t)||!t.hasOwnProperty("raw"))throw Error("invalid template strings array");return Ot!==void 0?Ot.createHTML(e):e}function B(t,e,n=t,i){if(e===L)return e;let s=i!==void 0?n._$Co?.[i]:n._$Cl,r=ne(e)?void 0:e._$litDirective$;return s?.constructor!==r&&(s?._$AO?.(!1),r===void 0?s=void 0:(s=new r(t),s._$AT(t,n,i)),i!==void 0?(n._$Co??=[])[i]=s:n._$Cl=s),s!==void 0&&(e=B(t,s._$AS(t,e.values),s,i)),e}var Fe,Pt,fe,Ot,Ve,H,Ge,Ri,q,te,ne,We,jt,Ke,ee,Ht,Lt,z,Ut,It,qt,Ye,m,or,lr,L,d,zt,j,Kt,ie,ge,V,K,ye,_e,be,ke,Ft,Mi,Vt,G=u(()=>{/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */Fe=globalThis,Pt=t=>t,fe=Fe.trustedTypes,Ot=fe?fe.createPolicy("lit-html",{createHTML:t=>t}):void 0,Ve="$lit$",H=`lit$${Math.random().toFixed(9).slice(2)}$`,Ge="?"+H,Ri=`<${Ge}>`,q=document,te=()=>q.createComment(""),ne=t=>t===null||typeof t!="object"&&typeof t!="function",We=Array.isArray,jt=t=>We(t)||typeof t?.[Symbol.iterator]=="function",Ke=`[ 	
\f\r]`,ee=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ht=/-->/g,Lt=/>/g,z=RegExp(`>|${Ke}(?:([^\\s"'>=/]+)(${Ke}*=${Ke}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Ut=/'/g,It=/"/g,qt=/^(?:script|style|textarea|title)$/i,Ye=t=>(e,...n)=>({_$litType$:t,strings:e,values:n}),m=Ye(1),or=Ye(2),lr=Ye(3),L=Symbol.for("lit-noChange"),d=Symbol.for("lit-nothing"),zt=new WeakMap,j=q.createTreeWalker(q,129);Kt=(t,e)=>{let n=t.length-1,i=[],s,r=e===2?"<svg>":e===3?"<math>":"",a=ee;for(let l=0;l<n;l++){let o=t[l],f,g,c=-1,y=0;for(;y<o.length&&(a.lastIndex=y,g=a.exec(o),g!==null);)y=a.lastIndex,a===ee?g[1]==="!--"?a=Ht:g[1]!==void 0?a=Lt:g[2]!==void 0?(qt.test(g[2])&&(s=RegExp("</"+g[2],"g")),a=z):g[3]!==void 0&&(a=z):a===z?g[0]===">"?(a=s??ee,c=-1):g[1]===void 0?c=-2:(c=a.lastIndex-g[2].length,f=g[1],a=g[3]===void 0?z:g[3]==='"'?It:Ut):a===It||a===Ut?a=z:a===Ht||a===Lt?a=ee:(a=z,s=void 0);let _=a===z&&t[l+1].startsWith("/>")?" ":"";r+=a===ee?o+Ri:c>=0?(i.push(f),o.slice(0,c)+Ve+o.slice(c)+H+_):o+H+(c===-2?l:_)}return[Bt(t,r+(t[n]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),i]},ie=class t{constructor({strings:e,_$litType$:n},i){let s;this.parts=[];let r=0,a=0,l=e.length-1,o=this.parts,[f,g]=Kt(e,n);if(this.el=t.createElement(f,i),j.currentNode=this.el.content,n===2||n===3){let c=this.el.content.firstChild;c.replaceWith(...c.childNodes)}for(;(s=j.nextNode())!==null&&o.length<l;){if(s.nodeType===1){if(s.hasAttributes())for(let c of s.getAttributeNames())if(c.endsWith(Ve)){let y=g[a++],_=s.getAttribute(c).split(H),b=/([.?@])?(.*)/.exec(y);o.push({type:1,index:r,name:b[2],strings:_,ctor:b[1]==="."?ye:b[1]==="?"?_e:b[1]==="@"?be:K}),s.removeAttribute(c)}else c.startsWith(H)&&(o.push({type:6,index:r}),s.removeAttribute(c));if(qt.test(s.tagName)){let c=s.textContent.split(H),y=c.length-1;if(y>0){s.textContent=fe?fe.emptyScript:"";for(let _=0;_<y;_++)s.append(c[_],te()),j.nextNode(),o.push({type:2,index:++r});s.append(c[y],te())}}}else if(s.nodeType===8)if(s.data===Ge)o.push({type:2,index:r});else{let c=-1;for(;(c=s.data.indexOf(H,c+1))!==-1;)o.push({type:7,index:r}),c+=H.length-1}r++}}static createElement(e,n){let i=q.createElement("template");return i.innerHTML=e,i}};ge=class{constructor(e,n){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=n}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:n},parts:i}=this._$AD,s=(e?.creationScope??q).importNode(n,!0);j.currentNode=s;let r=j.nextNode(),a=0,l=0,o=i[0];for(;o!==void 0;){if(a===o.index){let f;o.type===2?f=new V(r,r.nextSibling,this,e):o.type===1?f=new o.ctor(r,o.name,o.strings,this,e):o.type===6&&(f=new ke(r,this,e)),this._$AV.push(f),o=i[++l]}a!==o?.index&&(r=j.nextNode(),a++)}return j.currentNode=q,s}p(e){let n=0;for(let i of this._$AV)i!==void 0&&(i.strings!==void 0?(i._$AI(e,i,n),n+=i.strings.length-2):i._$AI(e[n])),n++}},V=class t{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,n,i,s){this.type=2,this._$AH=d,this._$AN=void 0,this._$AA=e,this._$AB=n,this._$AM=i,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,n=this._$AM;return n!==void 0&&e?.nodeType===11&&(e=n.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,n=this){e=B(this,e,n),ne(e)?e===d||e==null||e===""?(this._$AH!==d&&this._$AR(),this._$AH=d):e!==this._$AH&&e!==L&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):jt(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==d&&ne(this._$AH)?this._$AA.nextSibling.data=e:this.T(q.createTextNode(e)),this._$AH=e}$(e){let{values:n,_$litType$:i}=e,s=typeof i=="number"?this._$AC(e):(i.el===void 0&&(i.el=ie.createElement(Bt(i.h,i.h[0]),this.options)),i);if(this._$AH?._$AD===s)this._$AH.p(n);else{let r=new ge(s,this),a=r.u(this.options);r.p(n),this.T(a),this._$AH=r}}_$AC(e){let n=zt.get(e.strings);return n===void 0&&zt.set(e.strings,n=new ie(e)),n}k(e){We(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,i,s=0;for(let r of e)s===n.length?n.push(i=new t(this.O(te()),this.O(te()),this,this.options)):i=n[s],i._$AI(r),s++;s<n.length&&(this._$AR(i&&i._$AB.nextSibling,s),n.length=s)}_$AR(e=this._$AA.nextSibling,n){for(this._$AP?.(!1,!0,n);e!==this._$AB;){let i=Pt(e).nextSibling;Pt(e).remove(),e=i}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},K=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,n,i,s,r){this.type=1,this._$AH=d,this._$AN=void 0,this.element=e,this.name=n,this._$AM=s,this.options=r,i.length>2||i[0]!==""||i[1]!==""?(this._$AH=Array(i.length-1).fill(new String),this.strings=i):this._$AH=d}_$AI(e,n=this,i,s){let r=this.strings,a=!1;if(r===void 0)e=B(this,e,n,0),a=!ne(e)||e!==this._$AH&&e!==L,a&&(this._$AH=e);else{let l=e,o,f;for(e=r[0],o=0;o<r.length-1;o++)f=B(this,l[i+o],n,o),f===L&&(f=this._$AH[o]),a||=!ne(f)||f!==this._$AH[o],f===d?e=d:e!==d&&(e+=(f??"")+r[o+1]),this._$AH[o]=f}a&&!s&&this.j(e)}j(e){e===d?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},ye=class extends K{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===d?void 0:e}},_e=class extends K{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==d)}},be=class extends K{constructor(e,n,i,s,r){super(e,n,i,s,r),this.type=5}_$AI(e,n=this){if((e=B(this,e,n,0)??d)===L)return;let i=this._$AH,s=e===d&&i!==d||e.capture!==i.capture||e.once!==i.once||e.passive!==i.passive,r=e!==d&&(i===d||s);s&&this.element.removeEventListener(this.name,this,i),r&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ke=class{constructor(e,n,i){this.element=e,this.type=6,this._$AN=void 0,this._$AM=n,this.options=i}get _$AU(){return this._$AM._$AU}_$AI(e){B(this,e)}},Ft={M:Ve,P:H,A:Ge,C:1,L:Kt,R:ge,D:jt,V:B,I:V,H:K,N:_e,U:be,B:ye,F:ke},Mi=Fe.litHtmlPolyfillSupport;Mi?.(ie,V),(Fe.litHtmlVersions??=[]).push("3.3.3");Vt=(t,e,n)=>{let i=n?.renderBefore??e,s=i._$litPart$;if(s===void 0){let r=n?.renderBefore??null;i._$litPart$=s=new V(e.insertBefore(te(),r),r,void 0,n??{})}return s._$AI(t),s}});var Ze,R,Di,Gt=u(()=>{he();he();G();G();/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */Ze=globalThis,R=class extends O{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let n=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Vt(n,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return L}};R._$litElement$=!0,R.finalized=!0,Ze.litElementHydrateSupport?.({LitElement:R});Di=Ze.litElementPolyfillSupport;Di?.({LitElement:R});(Ze.litElementVersions??=[]).push("4.2.2")});var Wt=u(()=>{/**
 * @license
 * Copyright 2022 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */});var T=u(()=>{he();G();Gt();Wt()});async function we(t,e,n,i,s){return await Zt(t,e,()=>t?.callService?.(w,n,i,s,!1,!0))}async function Yt(t,e,n,i){let s={item:i,status:"completed"};return await Zt(t,e,()=>t?.callService?.("todo","update_item",s,{entity_id:n},!1,!1))}async function Zt(t,e,n){try{let i=n();if(!i)return{done:!1,message:e("not_done")};let s=p(await i);return p(s.context).id===""?{done:!1,message:e("connection_lost")}:{done:!0,users:p(p(s.response).users)}}catch(i){return{done:!1,message:await Ni(t,e,i)}}}async function Ni(t,e,n){let i=p(n);if(i.code==="unauthorized"||i.message==="Unauthorized")return e("not_allowed");let s=h(i.translation_key),r=h(i.translation_domain);if(s&&r)try{let a=await t?.loadBackendTranslation?.("exceptions",r),l=`component.${r}.exceptions.${s}.message`,o=h(a?.(l,p(i.translation_placeholders)));if(o)return o}catch{}return h(i.message)??h(n)??e("not_done")}var Je=u(()=>{"use strict";E();v()});function Jt(t,e){let n=p(e?t[e]:Object.values(t)[0]);return S(n.calls).map(Oi)}function Xt(t,e){let n=new Set(e.map(i=>i.id));return t.filter(i=>i.id===void 0||!n.has(i.id))}function Oi(t){let e=p(t),n=h(e.remote_number),i=h(e.remote_uri),s=e.duration;return{id:h(e.call_id),incoming:e.direction!=="outgoing",outcome:Pi.find(r=>r===e.outcome)??"ended",name:h(e.remote_name),number:n??i?.replace(/^(?:tel|sips?):/i,""),dial:[i,n].find(r=>r&&!r.includes("*")),at:U(e.started)??U(e.ended),duration:typeof s=="number"&&s>0?s:void 0}}var Pi,Xe=u(()=>{"use strict";v();Pi=["ended","missed","rejected","answered_elsewhere","cancelled","failed"]});function en(t,e){return t.length===e.length&&t.every((n,i)=>n===e[i])}var Qt,ve,tn=u(()=>{"use strict";Je();E();Xe();v();N();F();Qt=50,ve=class{contacts=[];missed=[];recent=[];known=!1;#e;#t;#s;#r=[];#n=[];constructor(e,n){this.#e=e,this.#t=n}turnTo(e){e!==this.#s&&(this.#s=e,this.contacts=[],this.missed=[],this.recent=[],this.known=!1,this.forgetContacts(),this.forgetHistory())}forgetContacts(){this.#r=[]}forgetHistory(){this.#n=[]}async askContacts(e,n){try{let i=[e.entities,n.deviceId];if(!n.deviceId||en(i,this.#r))return;this.#r=i;let s={type:`${w}/card`,device_id:n.deviceId},r=Date.now(),a=p(await e.callWS?.(s));if(this.#t.measure(a.now,r,Date.now()),this.#r!==i)return;let l=S(a.users).map(p).find(o=>o.device_id===n.deviceId);this.contacts=S(l?.contacts).flatMap(o=>h(o)??[]),this.#e()}catch{}}async askHistory(e,n,i){let{missed_calls:s,calls_today:r,todo:a,event:l}=n.entities,o=[s,r,a,l].map(y=>$(()=>y?e.states?.[y]:void 0,void 0)),f=[n.deviceId,i,...o];if(en(f,this.#n))return;this.#n=f;let[g,c]=await Promise.all([this.#a(e,n,{unread:!0,limit:Qt}),this.#a(e,n,{limit:i+Qt})]);this.#n===f&&(this.missed=g??this.missed,this.recent=c??this.recent,this.known||=c!==void 0,this.#e())}async#a(e,n,i){let s=k("en"),r=await we(e,s,"get_call_history",i,le(n));return r.done?Jt(r.users,n.deviceId):void 0}}});function nn(t){let e=Li(t),n=e==="calls"?Ui(t):[],[i]=[...n].sort((s,r)=>xe(s)-xe(r)||(r.started??0)-(s.started??0));return{phase:e==="calls"&&!i?"idle":e,calls:n,primary:i}}function Li(t){if(typeof t!="object"||t===null)return"gone";let e=p(t.attributes);return t.state==="unavailable"?e.restored===!0?"unloaded":"unavailable":t.state==="idle"?"idle":S(e.calls).length>0||Qe.some(n=>n===t.state&&n!=="unknown")?"calls":"waiting"}function Ui(t){let e=p(t?.attributes),n=S(e.calls).filter(a=>typeof a=="object"&&a!==null&&!Array.isArray(a)),i=n.length?n:[{...e,state:t?.state}],s=new Set;return i.slice(0,Hi).map(a=>Ii(p(a),s)).sort((a,l)=>+(l.state==="ringing")-+(a.state==="ringing")||(a.started??0)-(l.started??0))}function Ii(t,e){let n=h(t.call_id),i=n??"";for(;e.has(i);)i+="#";return e.add(i),{key:i,id:n,state:Qe.find(s=>s===t.state)??"unknown",incoming:t.direction==="incoming"||(t.direction==="outgoing"?!1:void 0),name:h(t.remote_name),number:h(t.remote_number)??zi(h(t.remote_uri)),started:U(t.started),conference:t.conference===!0,recording:t.recording===!0,actions:new Set(S(t.actions).flatMap(s=>h(s)?.toUpperCase()??[]))}}function W(t,e){return t.id!==void 0&&t.actions.has(e)}function sn(t){let e=t.filter(r=>W(r,"TRANSFER")),[n,i,s]=e;if(!(!n||!i||s||n.id===i.id))return xe(i)<xe(n)?[i,n]:[n,i]}function xe(t){return Qe.indexOf(t.state)}function zi(t){return t?.replace(/^(?:tel|sips?):/i,"")}var Qe,Hi,$e=u(()=>{"use strict";v();Qe=["ringing","active","dialing","held","parked","unknown"],Hi=20});function an(t,e,n){if(t===void 0)return;let i=Math.floor((e-n-t)/1e3);return Number.isFinite(i)?Math.max(0,i):void 0}function Y(t){if(t===void 0||!Number.isFinite(t))return"";let e=Math.max(0,Math.floor(t)),n=r=>String(r).padStart(2,"0"),i=Math.floor(e/3600),s=Math.floor(e/60)%60;return i?`${i}:${n(s)}:${n(e%60)}`:`${s}:${n(e%60)}`}var ji,rn,qi,Ae,se=u(()=>{"use strict";v();ji=8,rn=2e3,qi=5e3,Ae=class{#e=[];#t;get value(){let e=this.#e.length?Math.min(...this.#e):0,n=this.#t??e;return Math.abs(n)<rn?0:n}measure(e,n,i){let s=i-n,r=U(e);r===void 0||!(s>=0&&s<qi)||(this.#t=n+s/2-r)}learn(e,n,i){let s=U(e?.last_updated);if(s===void 0||!Number.isFinite(n))return;let r=n-s;(i||r<0)&&(this.#e=[...this.#e,r].slice(-ji),this.#t!==void 0&&r<this.#t-rn&&(this.#t=void 0,this.#e=[r]))}}});function Te(t,e){if(typeof t!="object"||t===null||Array.isArray(t))throw re(e,String(t));let n=t;for(let r of on)if(n[r]!=null&&typeof n[r]!="string")throw re(e,r);for(let r of Ki)if(n[r]!=null&&typeof n[r]!="boolean")throw re(e,r);let i=n.recent??Bi;if(!Number.isInteger(i)||!Fi(Number(i)))throw re(e,`recent (1–${Se})`);let s={showMissed:n.show_missed!==!1,showRecent:n.show_recent!==!1,recent:Number(i),dial:n.dial!==!1,confirmTransfer:n.confirm_transfer!==!1};for(let r of on){let a=h(n[r]);a&&(s[r]=a)}if(s.entity&&!/^\w+\.\w+$/.test(s.entity))throw re(e,"entity");return s}function Fi(t){return t>=1&&t<=Se}function re(t,e){return new Error(t("error_config",{option:e}))}var Se,Bi,on,Ki,et=u(()=>{"use strict";v();Se=20,Bi=5,on=["entity","device_id","name"],Ki=["show_missed","show_recent","dial","confirm_transfer"]});function tt(t){t.repeat&&(t.key==="Enter"||t.key===" ")&&t.preventDefault()}function x(t){let e=`${t.round?"round":""} ${t.primary?"primary":""}`,n=!t.busy&&!t.waiting;return m`<button
    type="button"
    class="button ${e}"
    data-action=${t.action}
    data-call-id=${t.callId??d}
    title=${t.round?t.label:d}
    aria-disabled=${n?d:"true"}
    @click=${()=>n&&t.press()}
    @keydown=${tt}
  >
    ${t.busy?m`<span class="spinner"></span>`:m`<ha-icon icon=${t.icon}></ha-icon>`}<span class="label">${t.label}</span>
  </button>`}var ae=u(()=>{"use strict";T()});function C(t,e){return t.name??t.number??e("unknown_party")}function ln(t){let{call:e,speak:n}=t,i=C(e,n);return m`<section
    role="group"
    class="call ${e.state} ${t.primary?"first":""}"
    data-call-id=${e.id??d}
    aria-label=${i}
    aria-busy=${t.busy?"true":"false"}
  >
    <div class="disc"><ha-icon icon=${Vi[e.state]}></ha-icon></div>
    <div class="words">
      <div class="who" data-part="who"><bdi>${i}</bdi></div>
      <div class="state">${Wi(e,n)}</div>
    </div>
    ${t.primary&&t.others?Gi(t):d}
    <div class="clock" data-part="clock" role="timer">
      ${Y(an(e.started,t.now,t.skew))}
    </div>
    ${Yi(t,i)}
  </section>`}function Gi({others:t,speak:e}){let n=e("other_calls",{count:String(t)});return m`<span class="others" data-part="others" role="img" aria-label=${n} title=${n}
    >+${t}</span
  >`}function Wi(t,e){let n=t.incoming===void 0?d:m`<span class="way">${e(t.incoming?"incoming":"outgoing")}</span>`;return m`${n}<span data-part="state">${e(t.state)}</span>${t.name&&t.number?m`<span class="number"><bdi dir="ltr">${t.number}</bdi></span>`:d}${t.conference?m`<span>${e("conference")}</span>`:d}${t.recording?m`<span class="recording" data-part="recording">${e("recording")}</span>`:d}`}function Yi(t,e){let{call:n,speak:i,busy:s,other:r}=t,a={callId:n.id,busy:s,waiting:t.away},l=W(n,"RESUME")?"resume":"hold",o=W(n,"RESUME")||W(n,"HOLD"),f=W(n,"TRANSFER");return!o&&!f?d:m`<div class="buttons" role="group" aria-label=${e}>
    ${o?x({...a,action:l,label:i(l),icon:l==="resume"?"mdi:play":"mdi:pause",press:()=>t.toggleHold(n,l)}):d}
    ${f?x({...a,action:"transfer",label:i("transfer"),icon:"mdi:phone-forward",press:()=>t.transfer(n)}):d}
    ${r?x({...a,action:"transfer-to-call",label:i("connect_with",{name:C(r,i)}),icon:"mdi:call-merge",press:()=>t.connect(n,r)}):d}
  </div>`}var Vi,Ce=u(()=>{"use strict";T();$e();se();ae();Vi={ringing:"mdi:phone-ring",active:"mdi:phone-in-talk",dialing:"mdi:phone-outgoing",held:"mdi:phone-paused",parked:"mdi:parking",unknown:"mdi:phone-alert"}});function Ji(t,e){let{phase:n,calls:i}=e;if(n==="gone"||n==="unloaded"||n==="unavailable")return n;if(t.kind==="dial"||n==="waiting")return;let s=t.kind==="connect"?[t.callKey,t.otherKey]:[t.callKey],r=a=>i.some(l=>l.key===a);return s.every(r)?void 0:"call_ended"}var Zi,Ee,dn=u(()=>{"use strict";Je();Ce();v();F();Zi=8e3;Ee=class{message;panel;panelModal=!1;panelBusy=!1;panelError;allMissed=!1;#e;#t=new Set;#s;#r;constructor(e){this.#e=e}stop(){clearTimeout(this.#r),this.message?.error||(this.message=void 0)}isBusy(e){return this.#t.has(e)}leavePanelThatCannotBe(){let e=this.panel;if(!e||this.panelBusy)return;let n=Ji(e,this.#e.telephone);if(!n)return;let i=this.panelError;this.close(),i?this.say(i,!0):n==="call_ended"&&this.say(this.#e.speak(n))}open(e){this.panelBusy||(this.#s=this.#e.focused(),this.say(void 0),this.#e.asker.forgetContacts(),this.panelModal=this.#e.cramped(),this.panelError=void 0,this.panel&&(this.panel=void 0,this.#e.changedNow()),this.panel=e,this.#e.changed())}clear(){this.panel=void 0,this.panelError=void 0,this.allMissed=!1,this.#s=void 0}close(){this.panel=void 0,this.panelError=void 0;let e=this.#s;this.#s=void 0,this.#e.changed(),this.#e.shown().then(()=>e?.isConnected&&e.focus())}async decided(e){let n=this.panel;if(!n||this.panelBusy)return;this.panelBusy=!0,this.panelError=void 0,this.#e.changed();let i=await this.#n(n,e);this.panelBusy=!1,i.done?(this.panel&&this.close(),this.say(this.#l(n,e,i))):this.panel===n?(this.panelError=i.message,this.leavePanelThatCannotBe(),this.#e.changed()):this.say(i.message,!0)}async#n(e,n){let{destination:i,type:s}=n;if(e.kind==="dial")return await this.#o("dial",{destination:i});let r=this.#a(e.callKey);if(e.kind==="connect"){let a=this.#a(e.otherKey);return await this.#o("transfer_to_call",{call_id:r,target_call_id:a})}return await this.#o("transfer",{call_id:r,destination:i,type:s})}#a(e){return this.#e.telephone.calls.find(n=>n.key===e)?.id??e}#l(e,{destination:n},i){let s=this.#e.speak;if(e.kind==="dial")return s("dialed",{destination:n});let{name:r}=e;if(e.kind==="connect")return s("connected",{name:r,other:e.other});let a=i.done?Object.values(i.users):[],l=p(a[0]).confirmed===!0;return s(l?"transferred":"on_its_way",{name:r,destination:n})}async toggleHold(e,n){await this.#i(e.key,()=>this.#o(n,{call_id:e.id}))}async callBack(e){let n=e.dial;n&&await this.#i(`dial:${n}`,()=>this.#o("dial",{destination:n}),this.#e.speak("dialed",{destination:C(e,this.#e.speak)}))}showAllMissed(){this.allMissed=!0,this.#e.changed()}async markRead(e){let n=this.#e.user?.entities.todo,i=e.id;if(!n||!i)return;await this.#i(`read:${i}`,()=>Yt(this.#e.hass,this.#e.speak,n,i))&&(this.#e.asker.missed=this.#e.asker.missed.filter(r=>r.id!==i)),this.#e.changed()}async markAllRead(){await this.#i("mark-all-read",()=>this.#o("mark_missed_calls_read",{}))&&(this.#e.asker.missed=[]),this.allMissed=!1,this.#e.changed()}async#o(e,n){let i=this.#e.user?le(this.#e.user):{};return await we(this.#e.hass,this.#e.speak,e,n,i)}async#i(e,n,i){if(this.#t.has(e))return!1;this.#t.add(e),this.say(void 0);let s=await n();return this.#t.delete(e),s.done?this.say(i):this.say(s.message,!0),s.done}say(e,n=!1){clearTimeout(this.#r),this.message=e===void 0?void 0:{text:e,error:n},e!==void 0&&!n&&(this.#r=setTimeout(()=>this.say(void 0),Zi)),this.#e.changed()}}});function cn(t=k(A(void 0))){return{schema:Qi,assertConfig:e=>{Te(e,t)},computeLabel:e=>e.name?t(`editor_${e.name}`):void 0,computeHelper:e=>e.name==="entity"?t("editor_entity_help"):void 0}}var Xi,Qi,un=u(()=>{"use strict";et();E();N();Xi={integration:w,domain:"sensor",device_class:"enum"},Qi=[{name:"entity",selector:{entity:{filter:Xi}}},{name:"name",selector:{text:{}}},{name:"",type:"grid",schema:[{name:"show_missed",default:!0,selector:{boolean:{}}},{name:"show_recent",default:!0,selector:{boolean:{}}},{name:"dial",default:!0,selector:{boolean:{}}},{name:"confirm_transfer",default:!0,selector:{boolean:{}}}]},{name:"recent",default:5,selector:{number:{min:1,max:Se,mode:"box"}}}]});var pn,mn,Re,hn=u(()=>{/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */pn={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},mn=t=>(...e)=>({_$litDirective$:t,values:e}),Re=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,n,i){this._$Ct=e,this._$AM=n,this._$Ci=i}_$AS(e,n){return this.update(e,n)}update(e,n){return this.render(...n)}}});var es,fn,gn,Z,I,ts,yn,_n,Me,bn=u(()=>{G();/**
 * @license
 * Copyright 2020 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */({I:es}=Ft),fn=t=>t,gn=()=>document.createComment(""),Z=(t,e,n)=>{let i=t._$AA.parentNode,s=e===void 0?t._$AB:e._$AA;if(n===void 0){let r=i.insertBefore(gn(),s),a=i.insertBefore(gn(),s);n=new es(r,a,t,t.options)}else{let r=n._$AB.nextSibling,a=n._$AM,l=a!==t;if(l){let o;n._$AQ?.(t),n._$AM=t,n._$AP!==void 0&&(o=t._$AU)!==a._$AU&&n._$AP(o)}if(r!==s||l){let o=n._$AA;for(;o!==r;){let f=fn(o).nextSibling;fn(i).insertBefore(o,s),o=f}}}return n},I=(t,e,n=t)=>(t._$AI(e,n),t),ts={},yn=(t,e=ts)=>t._$AH=e,_n=t=>t._$AH,Me=t=>{t._$AR(),t._$AA.remove()}});var kn,wn,vn=u(()=>{G();hn();bn();/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */kn=(t,e,n)=>{let i=new Map;for(let s=e;s<=n;s++)i.set(t[s],s);return i},wn=mn(class extends Re{constructor(t){if(super(t),t.type!==pn.CHILD)throw Error("repeat() can only be used in text expressions")}dt(t,e,n){let i;n===void 0?n=e:e!==void 0&&(i=e);let s=[],r=[],a=0;for(let l of t)s[a]=i?i(l,a):a,r[a]=n(l,a),a++;return{values:r,keys:s}}render(t,e,n){return this.dt(t,e,n).values}update(t,[e,n,i]){let s=_n(t),{values:r,keys:a}=this.dt(e,n,i);if(!Array.isArray(s))return this.ut=a,r;let l=this.ut??=[],o=[],f,g,c=0,y=s.length-1,_=0,b=r.length-1;for(;c<=y&&_<=b;)if(s[c]===null)c++;else if(s[y]===null)y--;else if(l[c]===a[_])o[_]=I(s[c],r[_]),c++,_++;else if(l[y]===a[b])o[b]=I(s[y],r[b]),y--,b--;else if(l[c]===a[b])o[b]=I(s[c],r[b]),Z(t,o[b+1],s[c]),c++,b--;else if(l[y]===a[_])o[_]=I(s[y],r[_]),Z(t,s[c],s[y]),y--,_++;else if(f===void 0&&(f=kn(a,_,b),g=kn(l,c,y)),f.has(l[c]))if(f.has(l[y])){let M=g.get(a[_]),Ue=M!==void 0?s[M]:null;if(Ue===null){let ot=Z(t,s[c]);I(ot,r[_]),o[_]=ot}else o[_]=I(Ue,r[_]),Z(t,s[c],Ue),s[M]=null;_++}else Me(s[y]),y--;else Me(s[c]),c++;for(;_<=b;){let M=Z(t,o[b+1]);I(M,r[_]),o[_++]=M}for(;c<=y;){let M=s[c++];M!==null&&Me(M)}return this.ut=a,yn(t,o),L}})});var xn=u(()=>{vn()});function An(t){let e=Tn(t);return Number.isInteger(e)?e:void 0}function Sn(t){let e=Tn(p(t).state),n=h(p(p(t).attributes).unit_of_measurement)??"",i=Object.hasOwn($n,n)?$n[n]:void 0;if(!(e===void 0||i===void 0))return Math.round(e*i)}function Tn(t){let e=h(t)?Number(t):Number.NaN;return Number.isFinite(e)&&e>=0?e:void 0}var $n,Cn=u(()=>{"use strict";v();$n={ms:.001,s:1,min:60,h:3600,d:86400}});function Rn(t,e,n){let i=A(t);return $(()=>{let s=is(t),r=new Intl.DateTimeFormat(i,{hour:"numeric",minute:"2-digit",...s}).format(e),a=s.timeZone,l=En(e,a)-En(n,a);return l===0?r:l===-1?`${new Intl.RelativeTimeFormat(i,{numeric:"auto"}).format(l,"day")} ${r}`:`${new Intl.DateTimeFormat(i,{day:"numeric",month:"short",...a?{timeZone:a}:{}}).format(e)} ${r}`},$(()=>new Date(e).toISOString().slice(0,16).replace("T"," "),""))}function is(t){let e=p(t?.locale),n=e.time_format,i=h(t?.config?.time_zone);return{...n==="12"||n==="24"?{hour12:n==="12"}:{},...e.time_zone==="server"&&i?{timeZone:i}:{}}}function En(t,e){let n=new Intl.DateTimeFormat("sv-SE",e?{timeZone:e}:{});return Date.parse(n.format(t))/ns}var ns,Mn=u(()=>{"use strict";v();N();ns=864e5});function rs(t){return t>Dn+1?Dn:t}function Nn(t,e,n){if(t.length===0)return d;let{speak:i}=n,s=n.all?t:t.slice(0,rs(t.length));return m`<section role="group" class="list" data-part="missed" aria-label=${i("missed_calls")}>
    <div class="title">
      <h3>${i("missed_calls")}</h3>
      <span class="count">${e}</span>
      ${x({action:"mark-all-read",label:i("mark_all_read"),icon:"mdi:check-all",busy:n.busy("mark-all-read"),waiting:n.away,press:n.markAllRead})}
    </div>
    <ul>
      ${s.map(r=>On(r,n,!0))}
    </ul>
    ${s.length<t.length?as(Math.max(e,t.length)-s.length,n):d}
  </section>`}function as(t,{speak:e,showAll:n}){return x({action:"show-all",label:e("more_missed",{count:String(t)}),icon:"mdi:chevron-down",press:n})}function Pn(t,e,n){let{speak:i}=n;return m`<section role="group" class="list" data-part="recent" aria-label=${i("recent_calls")}>
    <div class="title">
      <h3>${i("recent_calls")}</h3>
      ${e?m`<span class="total" data-part="talk-time">${e}</span>`:d}
    </div>
    ${t.length?m`<ul>
            ${t.map(s=>On(s,n,!1))}
          </ul>`:m`<p class="quiet">${i("no_recent")}</p>`}
  </section>`}function On(t,e,n){let{speak:i,callBack:s,markRead:r}=e,a=C(t,i),l=t.incoming||t.outcome!=="ended"?ss[t.outcome]:"",o=t.outcome==="missed"||t.outcome==="failed";return m`<li data-call-id=${t.id??d}>
    <ha-icon
      class="outcome ${o?"lost":""}"
      icon=${l||"mdi:phone-outgoing"}
    ></ha-icon>
    <div class="words">
      <div class="who" data-part="who"><bdi>${a}</bdi></div>
      <div class="state">
        ${n?d:m`<span data-part="state">${os(t,i)}</span>`}
        ${t.at===void 0?d:m`<span>${e.when(t.at)}</span>`}
        ${t.duration?m`<span>${Y(t.duration)}</span>`:d}
        ${n&&t.name&&t.number?m`<span class="number"><bdi dir="ltr">${t.number}</bdi></span>`:d}
      </div>
    </div>
    ${n&&r&&t.id?x({action:"mark-read",label:i("mark_read",{name:a}),icon:"mdi:check",round:!0,callId:t.id,busy:e.busy(`read:${t.id}`)||e.busy("mark-all-read"),waiting:e.away,press:()=>r(t)}):d}
    ${s&&t.dial?x({action:"call-back",label:i("call_back",{name:a}),icon:"mdi:phone",round:!0,callId:t.id,busy:e.busy(`dial:${t.dial}`),waiting:e.away,press:()=>s(t)}):d}
  </li>`}function os(t,e){return t.outcome!=="ended"?e(t.outcome):e(t.incoming?"incoming":"outgoing")}var ss,Dn,Hn=u(()=>{"use strict";T();se();ae();Ce();ss={ended:"mdi:phone-incoming",missed:"mdi:phone-missed",rejected:"mdi:phone-cancel",answered_elsewhere:"mdi:phone-check",cancelled:"mdi:phone-remove",failed:"mdi:phone-alert"},Dn=5});function Ln(t){let{phase:e,calls:n}=t.telephone,i=n.find(s=>s.state==="ringing");return m`<ha-card data-phase=${e}>
    <div class="hidden" aria-live="polite" data-part="announcement">
      ${i?t.speak("calling",{name:C(i,t.speak)}):d}
    </div>
    <div class="body">
      ${cs(t)}
      ${n.length?ls(t,n):d}
      ${ys(t)} ${n.length?d:hs(t)}
    </div>
    <div class="messages" aria-live="polite">${gs(t)}</div>
  </ha-card>`}function ls(t,e){return m`<div class="calls">
    ${wn(e,n=>n.key,n=>ps(t,n))}
  </div>`}function ds(t){let e=p(t.hass?.states?.[t.config?.entity??""]?.attributes);return t.config?.name??t.user?.name??h(e.friendly_name)??t.speak("card_name")}function cs(t){let{phase:e}=t.telephone,n=ds(t),i=e==="idle"||e==="calls",s=t.user?.entities.call,r=t.config?.showMissed?In(t):0;return m`<div class="head">
    <button
      type="button"
      class="disc"
      data-action="details"
      aria-label=${t.speak("details",{name:n})}
      ?disabled=${!s}
      @click=${()=>t.details(s)}
    >
      <ha-icon icon=${i?"mdi:phone":"mdi:phone-off"}></ha-icon>
    </button>
    <div class="words">
      <h2 class="who" data-part="user"><bdi>${n}</bdi></h2>
      <div class="state">
        ${e==="idle"&&r?m`<span class="brief">${t.speak("missed_calls")}: ${r}</span>`:d}
        <span data-part=${e==="calls"?d:"state"}>${us(t)}</span>
      </div>
    </div>
    ${Un(t)?x({action:"dial",label:t.speak("dial"),icon:"mdi:dialpad",round:!0,waiting:D(t.hass),press:()=>t.desk.open({kind:"dial"})}):d}
  </div>`}function us(t){let{phase:e}=t.telephone;if(e==="calls")return"";if(t.user)return t.speak(t.user.entities.call?e:"gone");let n=t.config?.entity??t.config?.device_id;return t.speak(n?"gone":"pick_user")}function Un(t){let{phase:e}=t.telephone,n=e==="idle"||e==="calls";return!!t.config?.dial&&n&&lt(t.hass,"dial")}function ps(t,e){let{calls:n,primary:i}=t.telephone,s=sn(n);return ln({speak:t.speak,call:e,primary:e===i,others:n.length-1,now:t.now,skew:t.skew,busy:t.desk.isBusy(e.key),away:D(t.hass),other:s?.[0]===e?s[1]:void 0,toggleHold:(r,a)=>{t.desk.toggleHold(r,a)},transfer:r=>t.desk.open(ms(t,r)),connect:(r,a)=>t.desk.open({kind:"connect",callKey:r.key,otherKey:a.key,name:C(r,t.speak),other:C(a,t.speak)})})}function ms(t,e){return{kind:"transfer",callKey:e.key,name:C(e,t.speak)}}function hs(t){let e=t.config;if(!e||!t.user)return d;let{missed:n,recent:i,known:s}=t.asker,r=t.now,a={speak:t.speak,when:g=>Rn(t.hass,g,r),busy:g=>t.desk.isBusy(g),away:D(t.hass),callBack:Un(t)?g=>{t.desk.callBack(g)}:void 0,markRead:t.user.entities.todo?g=>{t.desk.markRead(g)}:void 0,markAllRead:()=>{t.desk.markAllRead()},all:t.desk.allMissed,showAll:()=>t.desk.showAllMissed()},l=e.showMissed?n:[],o=Xt(i,l).slice(0,e.recent),f=o.length===0&&l.length>0;return m`<div class="lists">
    ${Nn(l,In(t),a)}
    ${e.showRecent&&s&&!f?Pn(o,fs(t),a):d}
  </div>`}function In(t){let{missed_calls:e}=t.user?.entities??{},n=e&&t.hass?.states?.[e]?.state;return An(n)??t.asker.missed.length}function fs(t){let{talk_time_today:e}=t.user?.entities??{},n=Sn(e?t.hass?.states?.[e]:void 0);if(n!==void 0)return t.speak("talk_time",{time:Y(n)})}function gs(t){let e=t.desk.message;return e?m`<div class="message ${e.error?"error":""}">
    <span data-part="message">${e.text}</span>
    ${x({action:"dismiss",label:t.speak("close"),icon:"mdi:close",round:!0,press:()=>t.desk.say(void 0)})}
  </div>`:d}function ys(t){return t.desk.panel?m`<telepo-call-panel
    .request=${t.desk.panel}
    .contacts=${t.asker.contacts}
    .speak=${t.speak}
    .confirm=${t.config?.confirmTransfer!==!1}
    .modal=${t.desk.panelModal}
    .busy=${t.desk.panelBusy}
    .away=${D(t.hass)}
    .error=${t.desk.panelError}
    @panel-decided=${e=>{t.desk.decided(e.detail)}}
    @panel-closed=${()=>t.desk.close()}
  ></telepo-call-panel>`:d}var zn=u(()=>{"use strict";T();xn();$e();se();E();Xe();v();Cn();Mn();ae();Ce();Hn()});var jn,qn=u(()=>{"use strict";T();jn=P`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    position: relative;
    container: telepo / inline-size;
    overflow: hidden;
    border-radius: var(--ha-card-border-radius, 12px);
    background: var(--paper);
  }
  :host([data-fixed]) ha-card {
    container-type: size;
    height: 100%;
  }
  .body {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 12px;
    overflow: auto;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .hint {
    padding: 16px;
    color: var(--faint-ink);
  }

  .head,
  .call,
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
  }
  .disc {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: color-mix(in srgb, var(--tone) 20%, transparent);
    color: var(--tone);
    font: inherit;
  }
  button.disc:enabled {
    cursor: pointer;
  }
  .words {
    flex: 1;
    min-width: 0;
  }
  .who {
    overflow: hidden;
    font-weight: 500;
    line-height: 1.35;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    column-gap: 16px;
    overflow: hidden;
    color: var(--faint-ink);
    font-size: 0.875em;
    line-height: 1.4;
  }
  .state > * {
    position: relative;
  }
  /* Between two words; before the first of a line it is cut off. */
  .state > *::before {
    content: "·";
    position: absolute;
    inset-inline-start: -10px;
  }
  [data-phase="unavailable"] .disc,
  [data-phase="unloaded"] .disc,
  [data-phase="gone"] .disc,
  [data-phase="waiting"] .disc {
    --tone: var(--state-unavailable-color, #8a8a8a);
  }
  .brief,
  .others {
    display: none;
  }
  .others {
    flex: none;
    padding: 2px 8px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--ink) 14%, transparent);
    font-size: 0.875em;
    font-weight: 500;
  }

  .calls {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  ha-card[data-phase="calls"] .head .disc {
    display: none;
  }
  ha-card[data-phase="calls"] .head .who {
    color: var(--faint-ink);
  }
  .call {
    --tone: var(--quiet);
    flex-wrap: wrap;
    padding: 12px;
    border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
    background: color-mix(in srgb, var(--tone) 10%, transparent);
  }
  .call.ringing,
  .call.dialing {
    --tone: var(--accent);
  }
  .call.active {
    --tone: var(--good);
  }
  .call.held,
  .call.parked {
    --tone: var(--waiting);
  }
  .call .state {
    color: var(--ink);
  }
  .call .words > .who {
    display: -webkit-box;
    font-size: 1.25em;
    overflow-wrap: anywhere;
    white-space: normal;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .call .clock {
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
  }
  .call .buttons {
    display: flex;
    flex-basis: 100%;
    flex-wrap: wrap;
    gap: 8px;
  }
  .call .buttons .button {
    flex: 1 1 auto;
    max-width: 100%;
    overflow: hidden;
  }
  .call.ringing .disc {
    animation: ring 1.6s ease-out infinite;
  }
  .call.ringing .disc ha-icon {
    animation: shake 1.6s ease-in-out infinite;
  }
  .recording {
    font-weight: 500;
  }
  .recording::after {
    content: "";
    float: inline-start;
    margin-block-start: 0.4em;
    width: 9px;
    height: 9px;
    margin-inline-end: 5px;
    border-radius: 50%;
    background: var(--alarm);
  }

  .lists {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .lists:not(:has(.list)) {
    display: none;
  }
  .title {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 8px;
    min-height: 36px;
  }
  .title h3 {
    font-weight: 500;
  }
  .title .count {
    min-width: 24px;
    padding: 2px 7px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--alarm) 22%, transparent);
    font-size: 0.875em;
    text-align: center;
  }
  .title .button {
    margin-inline-start: auto;
    padding-inline: 10px;
    background: none;
    font-size: 0.875em;
  }
  .title .total {
    margin-inline-start: auto;
    color: var(--faint-ink);
    font-size: 0.875em;
  }
  .title .button:hover {
    background: color-mix(in srgb, var(--ink) 12%, transparent);
  }
  ul {
    list-style: none;
  }
  li {
    min-height: 52px;
    padding-block: 4px;
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  li .button.round {
    background: none;
  }
  li .button.round:hover {
    background: color-mix(in srgb, var(--ink) 12%, transparent);
  }
  li .button + .button {
    margin-inline-start: -8px;
  }
  .list > .button {
    width: 100%;
    margin-block-start: 4px;
  }
  .outcome {
    margin-inline: 10px;
    color: var(--quiet);
  }
  .outcome.lost {
    color: var(--alarm);
  }
  .quiet {
    color: var(--faint-ink);
  }
  /* Written in their own direction, set at the side of the page's. */
  .who,
  .quiet,
  .head [data-part="state"],
  .message span {
    text-align: left;
    unicode-bidi: plaintext;
  }
  :host(:dir(rtl)) :is(.who, .quiet, .head [data-part="state"], .message span) {
    text-align: right;
  }
  .messages:has(*) {
    padding: 0 12px 12px;
  }

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--tone) 45%, transparent);
    }
    to {
      box-shadow: 0 0 0 14px transparent;
    }
  }
  @keyframes shake {
    0%,
    40%,
    100% {
      rotate: 0deg;
    }
    10%,
    30% {
      rotate: 14deg;
    }
    20% {
      rotate: -14deg;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .call.ringing .disc,
    .call.ringing .disc ha-icon {
      animation: none;
    }
    .call.ringing .disc {
      box-shadow: 0 0 0 3px color-mix(in srgb, var(--tone) 45%, transparent);
    }
  }
`});var Bn,Kn=u(()=>{"use strict";T();Bn=P`
  /* A wall tablet: the lists beside each other. */
  @container telepo (min-width: 640px) {
    .lists:has(.list + .list) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 32px;
    }
    .call .buttons {
      flex-basis: auto;
    }
    .call .words {
      flex: 1 0 200px;
    }
  }
  @container telepo (max-width: 400px) {
    .title .button .label {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
  }
  @container telepo (max-width: 340px) {
    .call {
      gap: 8px;
      padding: 8px;
    }
    .call .disc {
      width: 36px;
      height: 36px;
    }
  }
  @container telepo (max-width: 300px) {
    .outcome {
      display: none;
    }
  }
  @container telepo (max-width: 200px) {
    .head .disc {
      display: none;
    }
    li {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    li .words {
      flex: 1 0 100%;
    }
  }

  /* Low: what is said about the user goes first. */
  @container telepo (max-height: 240px) {
    ha-card[data-phase="calls"] .head {
      display: none;
    }
    .body {
      gap: 6px;
      padding: 6px;
    }
    .call {
      padding: 6px;
    }
  }

  /* One row: a single line, and of several calls the one that matters. */
  @container telepo (max-height: 100px) {
    .body {
      justify-content: center;
      padding: 0;
      overflow: hidden;
    }
    .lists,
    .call:not(.first),
    .call .number,
    .call .way,
    .call [data-action="transfer-to-call"] {
      display: none;
    }
    .brief,
    .others {
      display: inline;
    }
    .head,
    .call {
      flex-wrap: nowrap;
      gap: 10px;
      height: 100%;
      padding: 0 6px;
      border-radius: 0;
    }
    .calls {
      height: 100%;
    }
    .disc {
      width: 40px;
      height: 40px;
    }
    .state {
      flex-wrap: nowrap;
      overflow: hidden;
      white-space: nowrap;
    }
    .call .words > .who {
      display: block;
      white-space: nowrap;
    }
    .call .words > .who,
    .call .clock {
      font-size: 1em;
    }
    .call .buttons {
      flex: none;
      flex-wrap: nowrap;
      gap: 4px;
    }
    .call .buttons .button {
      flex: none;
      width: 44px;
      padding: 0;
      border-radius: 50%;
    }
    .call .buttons .label {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
    .messages:has(*) {
      position: absolute;
      inset: 0;
      padding: 0;
      background: var(--paper);
    }
    .messages .message {
      height: 100%;
      border-radius: 0;
      font-size: 0.875em;
      line-height: 1.2;
    }
  }
  @container telepo (max-height: 100px) and (max-width: 260px) {
    .call .clock,
    .call [data-action="transfer"] {
      display: none;
    }
  }
`});var De,nt=u(()=>{"use strict";T();De=P`
  :host {
    --ink: var(--primary-text-color, #141414);
    --faint-ink: var(--secondary-text-color, #5e5e5e);
    --paper: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgb(0 0 0 / 12%));
    --accent: var(--primary-color, #009ac7);
    --alarm: var(--error-color, #db4437);
    --good: var(--success-color, #43a047);
    --waiting: var(--warning-color, #ffa600);
    --quiet: var(--state-icon-color, #44739e);
    --tone: var(--quiet);
    color: var(--ink);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
    font: inherit;
  }
  [hidden] {
    display: none !important;
  }
  ha-icon {
    --mdc-icon-size: 24px;
    display: inline-flex;
    flex: none;
    width: 24px;
    height: 24px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 4px 14px;
    border: 1px solid transparent;
    border-radius: 22px;
    background: color-mix(in srgb, var(--ink) 8%, transparent);
    color: var(--ink);
    font: inherit;
    font-weight: 500;
    line-height: 1.2;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    transition: background-color 120ms;
  }
  .button ha-icon {
    --mdc-icon-size: 20px;
    width: 20px;
    height: 20px;
  }
  :host(:dir(rtl)) ha-icon[icon*="arrow"] {
    scale: -1 1;
  }
  .button:hover {
    background: color-mix(in srgb, var(--ink) 14%, transparent);
  }
  .button:active {
    background: color-mix(in srgb, var(--ink) 20%, transparent);
  }
  .button.primary {
    border-color: var(--accent);
    background: color-mix(in srgb, var(--accent) 24%, transparent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--accent) 36%, transparent);
  }
  .button[aria-disabled] {
    cursor: progress;
  }
  .button[aria-disabled] :is(.label, ha-icon) {
    opacity: 0.7;
  }
  .button.round {
    flex: none;
    width: 44px;
    height: 44px;
    padding: 0;
    border-radius: 50%;
  }
  .button.round .label {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .spinner {
    flex: none;
    width: 20px;
    height: 20px;
    border: 2px solid currentcolor;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 800ms linear infinite;
  }
  .message {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 4px;
    padding-inline: 12px 4px;
    border-inline-start: 4px solid var(--good);
    border-radius: 8px;
    background: color-mix(in srgb, var(--good) 14%, transparent);
    overflow-wrap: anywhere;
  }
  .message.error {
    border-color: var(--alarm);
    background: color-mix(in srgb, var(--alarm) 14%, transparent);
  }
  .message .button {
    background: none;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  /* Where backgrounds are taken away, an outline has to say what they said. */
  @media (forced-colors: active) {
    .button,
    .call,
    .message {
      border: 1px solid;
    }
    .button.primary {
      border-width: 3px;
    }
    .button[aria-disabled] {
      border-color: GrayText;
      color: GrayText;
    }
    .count,
    .others {
      outline: 1px solid;
    }
    .recording::after {
      forced-color-adjust: none;
    }
    .contact[aria-selected="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
    .button {
      transition: none;
    }
  }
`});var Vn,_s,Fn,Ne,Gn=u(()=>{"use strict";T();tn();$e();se();et();dn();un();E();zn();qn();Kn();nt();v();de();N();F();Vn="telepo-call-card",_s=320,Fn={phase:"gone",calls:[],primary:void 0},Ne=class extends R{static styles=[De,jn,Bn];static properties={layout:{attribute:!1}};static getConfigForm=()=>cn();static getStubConfig=dt;#e;#t;#s;#r=k("en");#n;#a=Fn;#l=[];#o=new Ae;#i=new ve(()=>this.requestUpdate(),this.#o);#d=new Ee(this.#_());#c;setConfig(e){this.#t=Te(e,k(A(this.#e))),this.#s=p(e.grid_options).rows,this.#l=[],this.#u(),this.#d.clear(),$(()=>this.#p(),void 0),this.requestUpdate()}get hass(){return this.#e}set hass(e){$(()=>this.#h(e),void 0)}getCardSize(){return 3}getGridOptions(){return{columns:12,rows:"auto",min_columns:6,min_rows:1}}connectedCallback(){super.connectedCallback(),document.addEventListener("visibilitychange",this.#m),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener("visibilitychange",this.#m),clearTimeout(this.#c),this.#d.stop()}#m=()=>{this.#i.forgetContacts(),this.requestUpdate()};#h(e){let n=this.#e;this.#e=e,D(n)&&!D(e)&&this.#u();let{entity:i}=this.#t??{},s=[...Object.values(this.#n?.entities??{}),...i?[i]:[]],r=[e?.entities,e?.devices,e?.services,e?.locale,e?.language,e?.connected,...s.map(a=>e?.states?.[a])];if(!(r.length===this.#l.length&&r.every((a,l)=>a===this.#l[l]))){this.#l=r;for(let a of s)this.#f(n?.states?.[a],e?.states?.[a]);this.#p(),this.requestUpdate()}}#f(e,n){if(!n||e===n)return;let i=e!==void 0&&document.visibilityState==="visible";this.#o.learn(n,Date.now(),i)}#p(){this.#r=k(A(this.#e));let e=this.#a;this.#n=this.#t&&oe(this.#e,this.#t),this.#i.turnTo(this.#n?.deviceId);let n=this.#n?.entities.call;this.#a=$(()=>nn(n?this.#e?.states?.[n]:void 0),Fn),e.calls.length>this.#a.calls.length&&this.#i.forgetHistory(),this.#d.leavePanelThatCannotBe()}#u(){this.#i.forgetContacts(),this.#i.forgetHistory()}updated(e){$(()=>{let n=this.layout==="grid"&&typeof this.#s=="number";this.toggleAttribute("data-fixed",n),this.#g(),this.#y()},void 0)}#g(){clearTimeout(this.#c);let{primary:e}=this.#a;if(!e||!this.isConnected||document.visibilityState!=="visible")return;let i=1e3-((Date.now()-this.#o.value-(e.started??0))%1e3+1e3)%1e3;this.#c=setTimeout(()=>this.requestUpdate(),i)}#y(){let[e,n,i]=[this.#e,this.#n,this.#t];!e||!n||!i||!this.isConnected||D(e)||document.visibilityState!=="visible"||(this.#i.askContacts(e,n),!(this.#a.calls.length||!(i.showMissed||i.showRecent))&&this.#i.askHistory(e,n,i.recent))}render(){try{return Ln({hass:this.#e,speak:this.#r,user:this.#n,telephone:this.#a,asker:this.#i,desk:this.#d,config:this.#t,now:Date.now(),skew:this.#o.value,details:e=>this.#b(e)})}catch{return m`<ha-card><p class="hint">${this.#r("waiting")}</p></ha-card>`}}#_(){let e=this;return{get hass(){return e.#e},get speak(){return e.#r},get user(){return e.#n},get telephone(){return e.#a},asker:this.#i,changed:()=>this.requestUpdate(),changedNow:()=>this.performUpdate(),shown:()=>this.updateComplete,focused:()=>this.shadowRoot?.activeElement??void 0,cramped:()=>this.hasAttribute("data-fixed")&&this.clientHeight<_s}}#b(e){let n={entityId:e};this.dispatchEvent(new CustomEvent("hass-more-info",{detail:n,bubbles:!0,composed:!0}))}}});function Wn(t,e){let n=e.trim();return n?t.map(i=>({contact:i,rank:bs(i,n)})).filter(i=>i.rank<Zn).sort((i,s)=>i.rank-s.rank).map(i=>i.contact):[...t]}function Yn(t,e){let n=e.trim();for(let i of[it,st,Pe]){let s=t.filter(l=>i(l)===i(n)),[r,a]=new Set(s);if(s.length)return a===void 0?r:void 0}}function bs(t,e){for(let[r,a]of[it,st,Pe].entries())if(a(t)===a(e))return r;let[n,i]=[Pe(t),Pe(e)];return` ${n.replaceAll("-"," ")}`.includes(` ${i.replaceAll("-"," ")}`)?3:n.includes(i)?4:Zn}var Zn,it,st,Pe,Jn=u(()=>{"use strict";Zn=5;it=t=>t.trim(),st=t=>it(t).toLowerCase(),Pe=t=>st(t).normalize("NFD").replace(/\p{Mn}/gu,"")});var Xn,Qn=u(()=>{"use strict";T();Xn=P`
  dialog {
    position: static;
    width: 100%;
    max-width: none;
    margin: 0;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
    background: var(--paper);
    color: var(--ink);
    font: inherit;
  }
  dialog:modal {
    position: fixed;
    width: min(420px, 100vw - 32px);
    max-height: calc(100dvh - 32px);
    margin: auto;
    padding: 16px;
    background: var(--card-background-color, #fff);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
  form {
    display: grid;
    gap: 12px;
  }
  h3 {
    font-size: 1.1em;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  input[type="text"] {
    width: 100%;
    height: 48px;
    padding: 0 14px;
    border: 1px solid color-mix(in srgb, var(--ink) 55%, transparent);
    border-radius: 8px;
    background: transparent;
    color: inherit;
    /* Smaller, and a telephone zooms in on the field. */
    font: inherit;
    font-size: max(16px, 1em);
  }
  input::placeholder {
    color: var(--faint-ink);
    opacity: 1;
  }
  .contacts {
    display: grid;
    gap: 4px;
    max-height: 240px;
    overflow-y: auto;
  }
  .contact {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 4px 10px;
    border-radius: 8px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .contact ha-icon {
    color: var(--quiet);
  }
  .contact:hover {
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  .contact[aria-selected="true"] {
    background: color-mix(in srgb, var(--accent) 22%, transparent);
  }
  summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    cursor: pointer;
  }
  summary::before {
    content: "";
    width: 7px;
    height: 7px;
    margin-inline: 4px 12px;
    border: solid currentcolor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
    translate: 0 -2px;
  }
  details[open] summary::before {
    rotate: -135deg;
    translate: 0 2px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    color: var(--faint-ink);
    font-size: 0.875em;
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    cursor: pointer;
  }
  label input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  .message {
    padding-block: 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: flex-end;
  }
  .buttons .primary {
    flex: 1 1 auto;
  }
`});var ei,ks,Oe,ti=u(()=>{"use strict";T();Jn();ae();Qn();nt();N();ei="telepo-call-panel",ks=["basic","voicemail","camp_on"],Oe=class extends R{static styles=[De,Xn];static properties={request:{attribute:!1},contacts:{attribute:!1},speak:{attribute:!1},confirm:{attribute:!1},modal:{attribute:!1},busy:{attribute:!1},away:{attribute:!1},error:{attribute:!1},_typed:{state:!0},_step:{state:!0},_marked:{state:!0},_type:{state:!0}};constructor(){super(),this.request={kind:"dial"},this.contacts=[],this.speak=k("en"),this.confirm=!0,this.modal=!1,this.busy=!1,this.away=!1,this.error=void 0,this._typed="",this._step="choose",this._marked=-1,this._type="basic"}firstUpdated(){let e=this.renderRoot.querySelector("dialog");this.modal?e?.showModal():e?.show(),this.#u(),e?.scrollIntoView?.({block:"nearest"})}updated(e){e.has("_step")&&this.hasUpdated&&this.#u(),e.has("_marked")&&this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView?.({block:"nearest"})}render(){let e=this.request.kind==="connect"||this._step==="confirm";return m`<dialog
      aria-labelledby="title"
      aria-busy=${this.busy?"true":"false"}
      @cancel=${this.#h}
      @keydown=${this.#f}
    >
      <form @submit=${this.#m}>
        <h3 id="title">${this.#e(e)}</h3>
        ${e?d:this.#r()}
        <div class="message error" data-part="message" role="alert" ?hidden=${!this.error}>
          ${this.error}
        </div>
        <div class="buttons">${this.#l(e)}</div>
      </form>
    </dialog>`}#e(e){let{request:n,speak:i}=this;if(n.kind==="dial")return i("dial_title");let{name:s}=n;return n.kind==="connect"?i("confirm_connect",{name:s,other:n.other}):e?i("confirm_transfer",{name:s,destination:this.#t}):i("transfer_title",{name:s})}get#t(){let e=this._typed.trim();return Yn(this.contacts,e)??e}get#s(){return Wn(this.contacts,this._typed)}#r(){let{speak:e}=this,n=this.#s;return m`<input
        data-part="destination"
        type="text"
        inputmode="text"
        enterkeyhint="go"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        role="combobox"
        aria-label=${e("destination")}
        aria-autocomplete="list"
        aria-controls="contacts"
        aria-expanded=${n.length?"true":"false"}
        aria-activedescendant=${n[this._marked]?`contact-${this._marked}`:d}
        placeholder=${e("destination")}
        .value=${this._typed}
        @input=${this.#i}
      />
      <div
        id="contacts"
        class="contacts"
        role="listbox"
        aria-label=${e("contacts")}
        ?hidden=${!n.length}
      >
        ${n.map((i,s)=>this.#n(i,s))}
      </div>
      ${this.request.kind==="transfer"?this.#a():d}`}#n(e,n){return m`<div
      id="contact-${n}"
      class="contact"
      data-part="contact"
      role="option"
      aria-selected=${n===this._marked?"true":"false"}
      @click=${()=>this.#d(e)}
    >
      <ha-icon icon="mdi:account"></ha-icon><bdi>${e}</bdi>
    </div>`}#a(){let{speak:e}=this;return m`<details data-part="more">
      <summary>${e("more")}</summary>
      <fieldset>
        <legend>${e("type")}</legend>
        ${ks.map(n=>m`<label>
            <input
              type="radio"
              name="type"
              value=${n}
              .checked=${n===this._type}
              @change=${()=>{this._type=n}}
            /><span>${e(`type_${n}`)}</span>
          </label>`)}
      </fieldset>
    </details>`}#l(e){let{speak:n,request:i}=this,s=i.kind==="transfer"&&e,r={transfer:{label:n("transfer"),icon:"mdi:phone-forward"},connect:{label:n("connect"),icon:"mdi:call-merge"},dial:{label:n("dial"),icon:"mdi:phone"}}[i.kind],a=this.#o&&!e;return m`${s?x({action:"back",label:n("back"),icon:"mdi:arrow-left",waiting:this.busy,press:()=>{this._step="choose"}}):d}${x({action:"cancel",label:n("cancel"),icon:"mdi:close",press:()=>this.#p()})}${x({action:a?"continue":"confirm",label:a?n("continue"):r.label,icon:a?"mdi:arrow-right":r.icon,busy:this.busy,waiting:this.away&&!a,primary:!0,press:()=>this.#c()})}`}get#o(){return this.request.kind==="transfer"&&this.confirm}#i=e=>{this._typed=e.target.value;let n=/^\s*\p{L}/u.test(this._typed)&&!/[@:]/.test(this._typed);this._marked=n&&this.#s.length?0:-1};#d(e){this.busy||(this._typed=e,this._marked=-1,this.#o?this._step="confirm":this.#u("confirm"))}#c(){if(this.busy)return;let e=this._step==="choose"?this.#s[this._marked]:void 0;if(e&&e!==this.#t)this.#d(e);else if(this.request.kind!=="connect"&&!this.#t)this.#u();else if(this.#o&&this._step==="choose")this._step="confirm";else if(!this.away){let n={destination:this.#t,type:this._type};this.dispatchEvent(new CustomEvent("panel-decided",{detail:n}))}}#m=e=>{e.preventDefault(),this.#c()};#h=e=>{e.preventDefault(),this.#p()};#f=e=>{let n=e.target instanceof HTMLInputElement&&e.target.type==="text",i=e.key==="Enter";if(e.repeat&&i)tt(e);else if(e.key==="Escape")e.preventDefault(),e.stopPropagation(),this.#p();else if(n&&(e.key==="ArrowDown"||e.key==="ArrowUp")){e.preventDefault();let s=this.#s.length,r=e.key==="ArrowDown"?1:-1,a=this._marked<0&&r<0?0:this._marked;s&&(this._marked=(a+r+s)%s)}else n&&i&&(e.preventDefault(),this.#c())};#p(){this.dispatchEvent(new CustomEvent("panel-closed"))}#u(e){let n=e?`[data-action=${e}]`:"input[type=text]";(this.renderRoot.querySelector(n)??this.renderRoot.querySelector("[data-action=confirm]"))?.focus({preventScroll:!0})}}});function ii(t,e){let{type:n,...i}=p(t),s=k(A(e));return{title:s("view_title"),views:[{title:s("view_title"),path:"calls",icon:"mdi:phone",strategy:{type:"custom:telepo",...i}}]}}async function si(t,e){let n=S(p(t).users),i=$(()=>J(e),[]).filter(a=>n.length===0||n.includes(a.deviceId)),s=await As(e,i),r=i.map(a=>vs(a,s));return{type:"sections",max_columns:Math.max(1,Math.min(4,r.length)),sections:r.length?r:[Ss(e)]}}function vs(t,e){let{call:n,calls_today:i}=t.entities;return{type:"grid",cards:[{type:Ie,...n?{entity:n}:{device_id:t.deviceId},grid_options:{columns:"full"}},...i?[$s(i)]:[],...i&&e.has(i)?[xs(i)]:[]]}}function xs(t){return{type:"statistics-graph",entities:[t],stat_types:["change"],chart_type:"bar",period:"day",days_to_show:ni,hide_legend:!0,grid_options:{columns:"full"}}}function $s(t){return{type:"tile",entity:t,name:{type:"entity"},grid_options:{columns:"full"}}}async function As(t,e){let n=e.flatMap(i=>i.entities.calls_today??[]);try{let i=await t?.callWS?.({type:"recorder/statistics_during_period",start_time:new Date(Date.now()-ni*ws).toISOString(),statistic_ids:n,period:"day",types:["change"]});return new Set(Object.entries(p(i)).flatMap(([s,r])=>S(r).length?s:[]))}catch{return new Set}}function Ss(t){return{type:"grid",cards:[{type:"markdown",content:k(A(t))("no_users")}]}}var ni,ws,ri=u(()=>{"use strict";v();de();N();F();ni=7,ws=864e5});var Ts={};function He(t,e){customElements.get(t)||customElements.define(t,e)}var ai,rt,at,oi=u(()=>{"use strict";Gn();E();ti();ri();N();ai=["entities","devices"],rt=class extends HTMLElement{static noEditor=!0;static registryDependencies=ai;static generate=async(e,n)=>ii(e,n);static getCreateSuggestions=e=>({title:k(A(e))("view_title"),icon:"mdi:phone"})},at=class extends HTMLElement{static noEditor=!0;static registryDependencies=ai;static generate=si};He(ei,Oe);He(Vn,Ne);He(`ll-strategy-dashboard-${w}`,rt);He(`ll-strategy-view-${w}`,at)});E();de();N();var di="https://github.com/ha-telepo/telepo/blob/main/docs/card.md",li="home-assistant";ci("customCards",{type:"telepo-call-card",preview:!0,documentationURL:di,getEntitySuggestion:ct,get name(){return Le("card_name")},get description(){return Le("card_description")}});ci("customStrategies",{type:w,strategyType:"dashboard",documentationURL:di,get name(){return Le("card_name")},get description(){return Le("strategy_description")}});Cs();async function Cs(){document.querySelector(li)&&await customElements.whenDefined(li),await Promise.resolve().then(()=>(oi(),Ts))}function ci(t,e){let n=window;n[t]??=[];let i=n[t];i.some(s=>s.type===e.type)||i.push(e)}function Le(t){return k(A(void 0))(t)}
